# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..models import construction_cost_projector_sweep as sweep
from .common import MODULE, JobCostCommon

LINES = "account.analytic.line"


@tagged("post_install", "-at_install")
class TestLedgerCheck(JobCostCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.controller = cls.create_user("controller", f"{MODULE}.group_cost_controller")
        cls.reader = cls.create_user("reader", f"{MODULE}.group_job_cost_user")
        cls.checks = cls.env["construction.ledger.check"]
        cls.create_estimate().action_award()
        cls.lines = cls.env[LINES].concat(*(cls.create_timesheet(hours=n) for n in range(1, 6)))
        cls.entries._project_stale()
        cls.cron = cls.env.ref(f"{MODULE}.ir_cron_ledger_check")

    def drift(self, lines, amount=-500):
        """Change amounts behind the ORM's back, so that nothing marks the lines."""
        self.env.flush_all()
        self.cr.execute(
            "UPDATE account_analytic_line SET amount = %s WHERE id = ANY(%s)", [amount, lines.ids]
        )
        self.env.invalidate_all()

    def run_cron(self):
        with self.enter_registry_test_mode():
            self.cron.method_direct_trigger()
        return self.checks.search([], limit=1)

    def test_a_check_that_agrees_leaves_its_record(self):
        check = self.run_cron()
        self.assertEqual((check.state, check.trigger), ("agrees", "schedule"))
        self.assertGreaterEqual(check.source_count, 6)
        self.assertFalse(check.activity_ids)
        self.assertTrue(check.date_end)

    def test_a_drift_is_named_and_the_controllers_asked(self):
        self.drift(self.lines[:2])
        check = self.run_cron()
        self.assertEqual((check.state, check.drift_count), ("drift", 2))
        self.assertEqual(sorted(check.line_ids.mapped("amount")), [400, 450])
        self.assertEqual(check.line_ids.project_id, self.job)
        self.assertIn(self.controller, check.activity_ids.user_id)
        self.assertNotIn(self.reader, check.activity_ids.user_id)
        self.assertEqual(self.held("direct_cost"), {(self.concrete, self.labor): (750, 15)})

    def test_it_repairs_where_that_is_set(self):
        self.env["ir.config_parameter"].set_param("construction_jobcost.ledger_check_heals", "1")
        self.drift(self.lines[:1])
        check = self.run_cron()
        self.assertEqual((check.state, check.drift_count), ("healed", 1))
        self.assertLedgerAgrees()
        self.assertEqual(self.run_cron().state, "agrees")

    def test_it_goes_on_where_it_stopped(self):
        self.drift(self.lines[-1:])
        real = sweep.ConstructionCostProjector._get_sweep_ids
        with patch.object(
            sweep.ConstructionCostProjector,
            "_get_sweep_ids",
            lambda entries, name, last: real(entries, name, last, limit=2),
        ):
            check = self.checks._start("schedule")
            while check.last_model != LINES:
                check._run_batch()
            place = (check.last_id, check.source_count)
            again = self.run_cron()
        self.assertEqual(again, check)
        self.assertEqual(check.state, "drift")
        self.assertGreater((check.last_model, check.last_id), (LINES, place[0]))
        self.assertEqual(check.source_count, self.checks._start("person")._run().source_count)

    def test_one_faulty_document_does_not_hide_the_others(self):
        self.drift(self.lines[:1])
        faulty = self.lines[2]
        real = type(self.env[LINES])._get_cost_projection

        def projection(lines):
            if faulty in lines:
                raise ValueError("no rate for that day")
            return real(lines)

        with patch.object(type(self.env[LINES]), "_get_cost_projection", projection):
            check = self.checks._start("person")._run()
        self.assertEqual((check.state, check.drift_count, check.error_count), ("drift", 1, 1))
        (error,) = check.line_ids.filtered("error")
        self.assertEqual((error.source_id, error.error), (faulty.id, "no rate for that day"))

    def test_who_sees_checks(self):
        self.drift(self.lines[:1])
        check = self.checks._start("person")._run()
        self.assertEqual(check.with_user(self.controller).drift_count, 1)
        with self.assertRaises(AccessError):
            check.with_user(self.reader).read(["state"])
        with self.assertRaises(AccessError):
            check.with_user(self.controller).write({"state": "agrees"})
        company = self.env["res.company"].create({"name": "Strangers"})
        stranger = self.create_user("stranger", f"{MODULE}.group_cost_controller")
        stranger.write({"company_ids": [(6, 0, company.ids)], "company_id": company.id})
        found = self.env["construction.ledger.check.line"].with_user(stranger)
        self.assertFalse(found.with_context(allowed_company_ids=company.ids).search([]))
