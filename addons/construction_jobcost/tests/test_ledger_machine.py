# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Any sequence of what people do to documents leaves the ledger right."""

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from odoo.tests import tagged

from ..core.cost_report import COLUMN_NAMES
from .ledger_machine_actuals import LedgerMachine
from .procurement_ledger_common import LedgerCase

RATES = {"2026-01-01": 0.8, "2026-02-01": 0.5, "2026-03-01": 1.25}


@tagged("post_install", "-at_install")
class TestLedgerMachine(LedgerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.euro = cls.env.ref("base.EUR")
        cls.euro.active = True
        cls.env["res.currency.rate"].create(
            [
                {
                    "currency_id": cls.euro.id,
                    "company_id": cls.company.id,
                    "name": day,
                    "rate": rate,
                }
                for day, rate in RATES.items()
            ]
        )
        cls.crane = cls.env["product.product"].create(
            {"name": "Crane", "type": "service", "purchase_method": "receive"}
        )
        cls.other_job = cls.job.copy({"name": "Pier 8", "job_code": "0078"})
        cls.employee = cls.env["hr.employee"].create(
            {"name": "Ana Torres", "hourly_cost": 50, "company_id": cls.company.id}
        )

    def test_any_sequence_of_operations(self):
        run_state_machine_as_test(
            lambda: LedgerMachine(self),
            settings=settings(
                max_examples=25,
                stateful_step_count=12,
                deadline=None,
                derandomize=True,
                database=None,
                suppress_health_check=list(HealthCheck),
                phases=(Phase.generate, Phase.shrink),
            ),
        )

    def check_ledger(self):
        """The ledger is what a rebuild gives, what the documents say, and counts once."""
        self.env.cr.flush()
        self.env.invalidate_all()
        self.assertEqual(self.env["construction.cost.entry"]._sweep(), [])
        self.check_balances()
        expected = self._expected()
        self.assertEqual(self._held(), expected)
        once = sum(
            amount
            for (bucket, *_coding), amount in expected.items()
            if bucket in ("committed", "direct_cost")
        )
        projected = sum(row["projected_cost"] for row in self.job._get_job_cost())
        self.assertAlmostEqual(float(projected), once, 2)

    def check_balances(self):
        """Rows read from balances are what the entries of the job sum up to."""
        self.assertEqual(self.env["construction.cost.balance"]._find_wrong(), [])
        rows = self.env["construction.cost.report"].search([("project_id", "=", self.job.id)])
        summed = {row["budget_line_id"]: row for row in self.job._get_job_cost()}
        self.assertEqual(set(rows.ids), set(summed))
        for row in rows:
            for name in COLUMN_NAMES:
                self.assertAlmostEqual(row[name], float(summed[row.id][name]), 2, name)

    def _expected(self):
        expected = super()._expected()
        lines = self.env["account.analytic.line"].search(
            [("account_id", "=", self.job.account_id.id), ("move_line_id", "=", False)]
        )
        for line in lines:
            place = ("direct_cost", line.cost_code_id.code, line.cost_type_id.code)
            expected[place] = round(expected.get(place, 0) - line.amount, 2)
        return {place: amount for place, amount in expected.items() if amount}

    def report(self, **moment):
        """Return the cost report of the job at a moment, lines of zeros left out."""
        rows = self.job._get_job_cost(**moment)
        return [row for row in rows if any(row[name] for name in COLUMN_NAMES)]

    def check_knowledge(self, remembered):
        """What was known at a moment is not changed by what became known later."""
        for moment, report in remembered.items():
            self.assertEqual(self.report(known_at=moment), report, moment)
