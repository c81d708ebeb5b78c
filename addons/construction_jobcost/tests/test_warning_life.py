# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .procurement_common import JOB_COST
from .warning_common import WarningCommon


@tagged("post_install", "-at_install")
class TestWarningLife(WarningCommon):
    """A warning is opened once, goes to its owner, is acknowledged, and clears by itself."""

    # Life -------------------------------------------------------------------------------------

    def test_opened_once_and_kept_up_to_date(self):
        self._rule("margin_fade", points=4)
        self._direct_bill(7000)
        warning = self._look("2026-07-15")
        self._direct_bill(1000)
        self.assertEqual(self._look("2026-07-16"), warning)
        self.assertRecordValues(warning, [{"actual": 10, "amount": 2000}])
        self.assertEqual(str(warning.date_since), "2026-07-15")
        self.assertEqual(warning.activity_ids.user_id, self.manager)
        self.assertEqual(len(warning.activity_ids), 1)
        # true again after it was cleared: another warning
        self._credit(2500)
        self._look("2026-07-17")
        self.assertFalse(warning.activity_ids)
        self._direct_bill(2500)
        again = self._look("2026-07-18")
        self.assertNotEqual(again, warning)
        self.assertEqual(len(again.activity_ids), 1)

    def test_it_goes_to_whom_the_rule_says(self):
        self._direct_bill(7000)
        manager = self._rule("margin_fade", points=4)
        controllers = self._rule("margin_fade", points=4, responsible="controller")
        person = self._rule("margin_fade", points=4, responsible="user", user_id=self.reader.id)
        found = self._look().grouped("rule_id")
        self.assertEqual(found[manager].activity_ids.user_id, self.manager)
        self.assertEqual(found[person].activity_ids.user_id, self.reader)
        people = found[controllers].activity_ids.user_id
        self.assertIn(self.controller, people)
        self.assertTrue(all(user.has_group(JOB_COST + "cost_controller") for user in people))

    def test_rules_are_meant_for_their_jobs_and_companies(self):
        self._direct_bill(7000)
        other = self.env["project.project"].create(
            {"name": "Pier 8", "job_code": "0078", "company_id": self.company.id}
        )
        foreign = self.env["res.company"].create({"name": "Delta Builders"})
        self._rule("margin_fade", points=4, project_ids=[Command.set(other.ids)])
        self._rule("margin_fade", points=4, company_id=foreign.id)
        self.assertFalse(self._look())
        everywhere = self._rule("margin_fade", points=4, company_id=False)
        self.assertEqual(self._look().rule_id, everywhere)

    def test_an_archived_rule_takes_its_warnings_back(self):
        rule = self._rule("margin_fade", points=4)
        self._direct_bill(7000)
        warning = self._look()
        rule.active = False
        self.assertEqual(warning.state, "cleared")
        self.assertFalse(warning.activity_ids)

    def test_acknowledged_with_a_note_until_a_day(self):
        self._rule("margin_fade", points=4)
        self._direct_bill(7000)
        warning = self._look("2026-07-15").with_user(self.manager)
        with freeze_time("2026-07-16 12:00:00"):
            for note, until in (("", "2026-07-20"), ("Ask", None), ("Ask", "2026-07-16")):
                with self.assertRaises(UserError):
                    warning.action_acknowledge(note, until)
            warning.action_acknowledge("Claim against the vendor", "2026-07-20")
        self.assertRecordValues(
            warning,
            [
                {
                    "state": "acknowledged",
                    "acknowledged_by_id": self.manager.id,
                    "note": "Claim against the vendor",
                }
            ],
        )
        self.assertFalse(warning.activity_ids)
        self.assertEqual(self._look("2026-07-20").state, "acknowledged")
        self.assertEqual(self._look("2026-07-21").state, "open")
        self.assertEqual(len(warning.activity_ids), 1)

    # Rights -----------------------------------------------------------------------------------

    def test_who_acknowledges_and_nobody_writes(self):
        self._rule("margin_fade", points=4)
        self._direct_bill(7000)
        warning = self._look()
        with self.assertRaises(AccessError):
            warning.with_user(self.reader).action_acknowledge("Ask", "2026-12-01")
        for user in (self.manager, self.controller):
            with self.assertRaises(UserError):
                warning.with_user(user).write({"state": "cleared"})
            with self.assertRaises(AccessError):
                warning.with_user(user).unlink()
        with self.assertRaises(UserError):
            warning.sudo().write({"state": "cleared"})
        with self.assertRaises(AccessError):
            self._rule("burn").with_user(self.manager).write({"points": 50})
        self._rule("burn").with_user(self.controller).write({"points": 50})

    def test_other_teams_and_companies_see_nothing(self):
        self._rule("margin_fade", points=4)
        self._direct_bill(7000)
        warning = self._look()
        stranger = self._stranger(JOB_COST + "cost_controller")
        outsider = self._person("wa_outsider", JOB_COST + "job_cost_user", self.company)
        self.job.job_team_ids -= outsider
        for user in (stranger, outsider):
            with self.assertRaises(AccessError):
                warning.with_user(user).read(["text"])
            with self.assertRaises(AccessError):
                warning.with_user(user).action_acknowledge("Ask", "2026-12-01")

    # Screen -----------------------------------------------------------------------------------

    def test_the_cockpit_shows_what_nobody_acknowledged(self):
        self._rule("margin_fade", points=4, severity="alarm")
        self._direct_bill(7000)
        warning = self._look("2026-07-15")
        cockpit = self.env["construction.job.cockpit"].with_user(self.manager)
        notes = {note["key"]: note for note in cockpit.get_cockpit(self.job.id)["warnings"]}
        note = notes["early_margin_fade_alarm"]
        self.assertEqual((note["count"], note["amount"], note["tone"]), (1, 1000, "danger"))
        found = self.warnings.with_user(self.manager).search(note["action"]["domain"])
        self.assertEqual(found, warning)
        with freeze_time("2026-07-16 12:00:00"):
            warning.with_user(self.manager).action_acknowledge("Ask", "2026-07-20")
        notes = {note["key"] for note in cockpit.get_cockpit(self.job.id)["warnings"]}
        self.assertNotIn("early_margin_fade_alarm", notes)

    def test_queries_do_not_grow_with_the_jobs(self):
        for kind in dict(self.rules._fields["kind"].selection):
            self._rule(kind)
        self._pending_change()
        self._direct_bill(7000)

        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._look()
            return self.env.cr.sql_log_count - before

        self.assertTrue(self._look())
        few = count()
        jobs = self.env["project.project"].create(
            [
                {
                    "name": f"Pier {number}",
                    "job_code": f"90{number}",
                    "company_id": self.company.id,
                    "contract_amount": 1000,
                    "user_id": self.manager.id,
                }
                for number in range(8)
            ]
        )
        line = {"cost_code_id": self.concrete.id, "cost_type_id": self.material.id}
        self.env["construction.change.order"].create(
            [
                {
                    "title": "Change",
                    "project_id": job.id,
                    "line_ids": [Command.create({**line, "cost_amount": 700})],
                }
                for job in jobs
            ]
        ).action_submit()
        none = self.env["purchase.order.line"]
        lines = [
            (none, 1, 5000.0, {"analytic_distribution": self._coding(job=job)}) for job in jobs
        ]
        self._bill(*lines).with_user(self.approver).action_approve_bill("Agreed")
        self.assertGreater(len(self._look()), 8)
        self.assertEqual(count(), few)
