# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import MODULE
from .forecast_common import APRIL, MARCH, ForecastCommon


@tagged("post_install", "-at_install")
class TestForecastAccess(ForecastCommon):
    """Who may do what with a forecast, and what nobody may."""

    def test_who_prepared_does_not_approve(self):
        forecast = self.forecast(user=self.controller, method="units")
        forecast.action_submit()
        with self.assertRaises(AccessError):
            forecast.action_approve()
        self.assertFalse(forecast.can_approve)
        forecast.with_user(self.finance).action_approve()
        self.assertEqual(forecast.approved_by_id, self.finance)

    def test_who_changed_one_line_does_not_approve_either(self):
        forecast = self.forecast()
        self.line(forecast.with_user(self.controller)).note = "Mine"
        forecast.action_submit()
        with self.assertRaises(AccessError):
            forecast.with_user(self.controller).action_approve()

    def test_starting_it_is_no_part_in_it(self):
        forecast = self.forecast(user=self.controller)
        forecast.with_user(self.manager).action_submit()
        forecast.action_approve()
        self.assertEqual(forecast.state, "approved")

    def test_the_cockpit_tells_whose_turn_it_is(self):
        def waiting(user):
            tasks = self.env["construction.job.cockpit"].with_user(user).get_cockpit(self.job.id)
            keys = {task["key"] for task in tasks["tasks"]}
            return keys & {"forecast", "approve"}

        forecast = self.forecast()
        self.line(forecast).note = "Mine"
        self.assertEqual(waiting(self.manager), {"forecast"})
        forecast.with_user(self.controller).action_submit()
        self.assertEqual(waiting(self.manager), set())
        self.assertEqual(waiting(self.controller), set())
        self.assertEqual(waiting(self.finance), {"approve"})

    def test_who_may_approve_is_asked(self):
        forecast = self.forecast()
        forecast.with_user(self.controller).action_submit()
        [activity] = forecast.sudo().activity_ids
        self.assertNotIn(activity.user_id, self.controller | self.manager | self.auditor)
        request = self.env["construction.approval.request"].search(
            [("res_model", "=", forecast._name), ("res_id", "=", forecast.id)]
        )
        self.assertRecordValues(
            request,
            [
                {
                    "document": "forecast",
                    "amount": 8000,
                    "project_ids": self.job.ids,
                    "requested_by_id": self.controller.id,
                }
            ],
        )
        for user, may in ((self.finance, True), (self.controller, False), (self.auditor, False)):
            self.assertEqual(request.with_user(user).can_decide, may, user.login)
        request.with_user(self.finance).action_approve()
        self.assertEqual((forecast.state, request.state), ("approved", "approved"))
        self.assertFalse(forecast.sudo().activity_ids)

    def test_several_approve_in_turn_where_a_rule_says_so(self):
        director = self.create_user("fc_director", f"{MODULE}.group_job_cost_user")
        rule = {"document": "forecast", "company_id": self.company.id, "minimum_amount": 5000}
        self.env["construction.approval.rule"].create(
            [
                {**rule, "name": "First", "step": 1, "user_id": self.finance.id},
                {**rule, "name": "Then", "step": 2, "user_id": director.id},
            ]
        )
        forecast = self.forecast(method="units")
        forecast.action_submit()
        for user in (self.controller, director):
            with self.assertRaises(AccessError):
                forecast.with_user(user).action_approve()
        forecast.with_user(self.finance).action_approve()
        self.assertEqual(forecast.state, "submitted")
        self.assertEqual(self.report("estimate_at_completion"), 8000)
        self.assertEqual(forecast.sudo().activity_ids.user_id, director)
        forecast.with_user(director).action_approve()
        self.assertEqual((forecast.state, forecast.approved_by_id), ("approved", director))
        self.assertEqual(self.report("estimate_at_completion"), 12000)
        self.assertLedgerAgrees()

    def test_wrong_people(self):
        forecast = self.forecast()
        forecast.action_submit()
        for user in (self.manager, self.auditor):
            with self.assertRaises(AccessError):
                forecast.with_user(user).action_approve()
        for user in (self.finance, self.auditor):
            self.assertEqual(forecast.with_user(user).estimate_at_completion, 8000)
            with self.assertRaises(AccessError):
                forecast.with_user(user).action_draft()
            with self.assertRaises(AccessError):
                self.forecast(MARCH, user=user)

    def test_another_job_and_another_company(self):
        forecast = self.forecast()
        self.job.job_team_ids -= self.manager
        self.job.user_id = False
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            forecast.with_user(self.manager).read(["name"])
        company = self.env["res.company"].create({"name": "Strangers"})
        self.controller.write({"company_ids": [(6, 0, company.ids)], "company_id": company.id})
        self.env.invalidate_all()
        for operation in ("read", "write"):
            with self.assertRaises(AccessError):
                forecast.with_user(self.controller).check_access(operation)
            with self.assertRaises(AccessError):
                forecast.with_user(self.controller).line_ids.check_access(operation)

    def test_steps_and_figures_cannot_be_written(self):
        forecast = self.forecast()
        for name, value in (
            ("state", "approved"),
            ("known_at", "2026-01-01"),
            ("author_ids", [(5, 0, 0)]),
            ("superseded_on", "2026-01-01"),
            ("estimate_at_completion", 1),
            ("period", MARCH),
        ):
            with self.assertRaises(UserError, msg=name):
                forecast.write({name: value})
        line = self.line(forecast)
        for name in ("job_to_date", "estimate_at_completion", "previous_eac", "earned_value"):
            with self.assertRaises(UserError, msg=name):
                line.write({name: 1})
        for attempt in (
            lambda: line.unlink(),
            lambda: line.copy(),
            lambda: forecast.write({"line_ids": [(0, 0, {"method": "units"})]}),
            lambda: self.forecast(MARCH).copy({"state": "approved", "period": APRIL}),
        ):
            with self.assertRaises(UserError), self.cr.savepoint():
                attempt()

    def test_submitted_lines_stay_as_they_are(self):
        forecast = self.forecast()
        forecast.action_submit()
        with self.assertRaises(UserError):
            self.line(forecast).method = "units"
        with self.assertRaises(UserError):
            forecast.unlink()
        forecast.with_user(self.controller).action_reject("Look at the hours")
        self.line(forecast).method = "units"

    def test_only_the_plan_of_a_budget_line_is_written(self):
        line = self.line(self.forecast()).budget_line_id.with_user(self.manager)
        line.plan_start = "2026-02-01"
        with self.assertRaises(UserError):
            line.cost_code_id = self.digging

    def test_a_closed_job_has_none(self):
        self.job.job_status = "closed"
        with self.assertRaises(UserError):
            self.forecast()
