# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .common import MODULE, JobCostCommon


@tagged("post_install", "-at_install")
class TestWizards(JobCostCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reader = cls.create_user("reader", f"{MODULE}.group_job_cost_user")
        cls.controller = cls.create_user("controller", f"{MODULE}.group_cost_controller")

    def test_report_of_a_date(self):
        with Form(self.env["construction.cost.report.wizard"].with_user(self.reader)) as form:
            form.as_of = "2026-01-31"
            form.known_at = "2026-02-10 12:00:00"
        form.record.project_ids = self.job
        action = form.record.action_open_report()
        self.assertEqual(
            action["context"],
            {
                "as_of": "2026-01-31",
                "known_at": "2026-02-10 12:00:00",
            },
        )
        self.assertEqual(action["domain"], [("project_id", "in", self.job.ids)])
        self.assertIn("2026-01-31", action["display_name"])

    def test_report_of_today_carries_no_dates(self):
        wizard = self.env["construction.cost.report.wizard"].with_user(self.reader).create({})
        action = wizard.action_open_report()
        self.assertEqual(action["context"], {})
        self.assertEqual(action["domain"], [])

    def test_the_portfolio_of_a_day(self):
        wizard = self.env["construction.cost.report.wizard"].with_user(self.reader)
        wizard = wizard.create({"report": "portfolio", "as_of": "2026-01-31"})
        action = wizard.action_open_report()
        self.assertEqual(action["res_model"], "construction.portfolio")
        self.assertEqual(action["context"], {"as_of": "2026-01-31"})

    def test_ledger_check(self):
        line = self.create_timesheet()
        wizards = self.env["construction.ledger.check.wizard"].with_user(self.controller)
        wizard = wizards.create({})
        wizard.action_check()
        self.assertEqual(wizard.state, "agrees")
        # behind the ORM's back, so nothing marks the line
        self.env.flush_all()
        self.cr.execute("UPDATE account_analytic_line SET amount = -1 WHERE id = %s", [line.id])
        self.env.invalidate_all()
        wizard.action_check()
        self.assertEqual(wizard.state, "drift")
        self.assertIn("-399.00", wizard.result)
        wizard.action_heal()
        self.assertEqual(wizard.state, "healed")
        self.assertEqual(self.held("direct_cost"), {(self.concrete, self.labor): (1, 8)})

    def test_only_controllers_check_the_ledger(self):
        with self.assertRaises(AccessError):
            self.env["construction.ledger.check.wizard"].with_user(self.reader).create({})
