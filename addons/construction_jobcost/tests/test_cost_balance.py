# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.sql_db import db_connect
from odoo.tests import tagged
from odoo.tools import SQL

from ..core.cost_report import COLUMN_NAMES
from .common import JobCostCommon


@tagged("post_install", "-at_install")
class TestCostBalance(JobCostCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.balances = cls.env["construction.cost.balance"]
        cls.create_estimate(lines=[(cls.concrete, cls.labor, 1000)]).action_award()
        cls.create_timesheet(hours=2)
        cls.entries._project_stale()

    def roll_up(self):
        self.balances._roll_up(*self.balances._get_highest())

    def spoil(self):
        """Change balances so that whoever reads them is found out."""
        self.cr.execute("UPDATE construction_cost_balance SET direct_cost = direct_cost + 7")

    def rows(self, **moment):
        report = self.env["construction.cost.report"].with_context(**moment)
        report.invalidate_model()
        return report.search([("project_id", "=", self.job.id)])

    def cost(self, **moment):
        return {row.cost_code_id.code: row.direct_cost for row in self.rows(**moment)}

    def test_a_line_is_read_from_its_balance_until_something_is_recorded(self):
        self.roll_up()
        self.assertEqual(self.cost(), {"03-300": 100})
        self.spoil()
        self.assertEqual(self.cost(), {"03-300": 107})
        self.create_timesheet(hours=1)
        self.assertEqual(self.cost(), {"03-300": 150})
        self.assertEqual(self.job.job_cost_to_date, 150)

    def test_new_lines_show_before_they_are_rolled_up(self):
        self.roll_up()
        line = self.env["construction.budget.line"]._ensure([self.key(self.digging, self.labor)])
        self.assertEqual(self.cost(), {"0031": 0, "03-300": 100})
        self.roll_up()
        self.assertEqual(self.cost(), {"0031": 0, "03-300": 100})
        self.assertEqual(len(line), 1)

    def test_a_past_moment_is_summed_from_the_entries(self):
        self.roll_up()
        self.spoil()
        self.assertEqual(self.cost(as_of="2026-02-28"), {"03-300": 100})

    def test_a_wrong_balance_is_found_and_corrected(self):
        self.roll_up()
        self.assertEqual(self.balances._find_wrong(), [])
        self.spoil()
        self.assertIn(self.job.budget_line_ids.id, self.balances._find_wrong())
        check = self.env["construction.ledger.check"]._start("person")._run()
        self.assertEqual(check.state, "drift")
        self.assertGreaterEqual(check.balance_count, 1)
        check = self.env["construction.ledger.check"]._start("person", heal=True)._run()
        self.assertEqual(check.state, "healed")
        self.assertEqual(self.balances._find_wrong(), [])
        self.assertEqual(self.cost(), {"03-300": 100})

    def test_every_column_is_the_same_from_its_balance(self):
        before = self.rows().read(COLUMN_NAMES)
        self.roll_up()
        self.cr.execute("SELECT COUNT(*) FROM construction_cost_balance")
        self.assertTrue(self.cr.fetchone()[0])
        self.assertEqual(self.rows().read(COLUMN_NAMES), before)

    def test_a_missing_balance_is_found(self):
        self.roll_up()
        self.cr.execute("DELETE FROM construction_cost_balance")
        self.assertIn(self.job.budget_line_ids.id, self.balances._find_wrong())
        self.balances._correct(self.balances._find_wrong())
        self.assertEqual(self.cost(), {"03-300": 100})

    def spoil_job(self):
        self.cr.execute("UPDATE construction_cost_job_balance SET direct_cost = direct_cost + 7")
        self.cr.execute(
            "UPDATE construction_cost_job_sum SET amounts = '107' WHERE bucket = 'direct_cost'"
        )

    def test_the_report_of_a_job_is_read_from_its_sums(self):
        self.create_estimate(number="E-2", lines=[(self.digging, self.labor, 50)]).action_award()
        before = self.job._get_job_cost()
        self.roll_up()
        self.assertEqual(self.job._get_job_cost(), before)
        self.spoil_job()
        self.assertEqual([row["direct_cost"] for row in self.job._get_job_cost()], [0, 107])
        self.create_timesheet(hours=1, cost_code_id=self.digging.id)
        self.create_timesheet(hours=1)
        self.assertEqual([row["direct_cost"] for row in self.job._get_job_cost()], [50, 157])
        past = self.job._get_job_cost(as_of="2026-12-31")
        self.assertEqual([row["direct_cost"] for row in past], [50, 150])

    def test_figures_of_jobs_are_kept_sums_and_what_came_since(self):
        self.roll_up()
        self.spoil_job()
        self.env.invalidate_all()
        jobs = self.env["construction.cost.report"]._query_jobs()
        direct = SQL("SELECT direct_cost FROM (%s) q WHERE project_id = %s", jobs, self.job.id)
        self.assertEqual(self.env.execute_query(direct), [(107,)])
        # a line that overran by 500 and one that still expects all do not offset
        self.create_estimate(number="E-2", lines=[(self.digging, self.labor, 300)]).action_award()
        self.create_timesheet(hours=28)
        for moment in ({}, {"as_of": "2026-12-31"}):
            self.env.invalidate_all()
            report = self.env["construction.cost.report.job"].with_context(**moment)
            row = report.search([("project_id", "=", self.job.id)])
            self.assertEqual((row.revised_budget, row.over_under), (1300, -500), moment)

    def test_what_is_kept_of_a_job_is_checked_and_corrected(self):
        self.roll_up()
        self.assertEqual(self.balances._find_wrong_jobs(), [])
        self.spoil_job()
        self.assertEqual(self.balances._find_wrong(), [])
        self.assertIn(self.job.id, self.balances._find_wrong_jobs())
        check = self.env["construction.ledger.check"]._start("person", heal=True)._run()
        self.assertEqual((check.state, bool(check.balance_count)), ("healed", True))
        self.assertEqual(self.balances._find_wrong_jobs(), [])
        self.cr.execute("DELETE FROM construction_cost_job_sum")
        self.assertIn(self.job.id, self.balances._find_wrong_jobs())

    def test_nothing_is_settled_while_a_transaction_of_then_runs(self):
        # this test's own transaction has written: it is one of those that run
        with db_connect(self.cr.dbname).cursor() as cr:
            balances = self.balances.with_env(self.env(cr=cr))
            balances._note_next()
            self.assertIsNone(balances._get_settled())
            cr.execute(
                "UPDATE construction_cost_balance_mark SET next_xid = '3', next_entry_id = 5"
            )
            settled = balances._get_settled()
            self.assertEqual(settled[0], 5)
            cr.rollback()

    def test_the_note_waits_until_it_is_settled(self):
        self.cr.execute(
            "UPDATE construction_cost_balance_mark SET entry_id = 0, next_entry_id = 1, "
            "next_xid = '3'"
        )
        self.balances._note_next()
        self.cr.execute("SELECT next_entry_id FROM construction_cost_balance_mark")
        self.assertEqual(self.cr.fetchone()[0], 1)
        # noted by another server, before the database was restored here
        self.cr.execute(
            "UPDATE construction_cost_balance_mark SET next_xid = '9223372036854775807'"
        )
        self.balances._note_next()
        self.cr.execute("SELECT next_entry_id FROM construction_cost_balance_mark")
        self.assertGreater(self.cr.fetchone()[0], 1)

    def test_the_schedule_rolls_up_what_is_settled(self):
        self.cr.execute(
            "UPDATE construction_cost_balance_mark SET next_xid = '3', next_line_id = 2147483647,"
            " next_entry_id = (SELECT MAX(id) FROM construction_cost_entry)"
        )
        with self.enter_registry_test_mode():
            self.env.ref("construction_jobcost.ir_cron_cost_balance").method_direct_trigger()
        self.assertEqual(self.balances._find_wrong(), [])
        self.spoil()
        self.assertEqual(self.cost(), {"03-300": 107})
