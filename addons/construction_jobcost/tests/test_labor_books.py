# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .close_common import MARCH, CloseCommon


@tagged("post_install", "-at_install")
class TestLaborBooks(CloseCommon):
    """What of the hours stands in the books: the rest has a reason."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.employee = cls.env["hr.employee"].create(
            {"name": "Ana Torres", "hourly_cost": 50, "company_id": cls.company.id}
        )
        cls.env["construction.labor.rate"].create(
            {"company_id": cls.company.id, "date_from": "2026-01-01", "burden_percent": 10}
        )

    def _hours(self, count, day="2026-03-05"):
        return self.env["account.analytic.line"].create(
            {
                "project_id": self.job.id,
                "employee_id": self.employee.id,
                "name": "Pour",
                "unit_amount": count,
                "date": day,
                "cost_code_id": self.concrete.id,
            }
        )

    def _rows(self, day=MARCH):
        self.env["construction.cost.entry"]._project_stale()
        self.env.flush_all()
        self.env.invalidate_all()
        report = self.env["construction.books.reconciliation"].with_user(self.finance)
        return report.with_context(as_of=day).search([("company_id", "=", self.company.id)])

    def _figures(self, day=MARCH):
        return {
            category: tuple(
                round(sum(rows.mapped(name)), 2)
                for name in ("books_amount", "ledger_amount", "difference")
            )
            for category, rows in self._rows(day).grouped("category").items()
        }

    def test_burden_is_told_apart_from_the_hours(self):
        self._hours(3)
        self.assertEqual(self._figures(), {"labor": (0, 150, -150), "burden": (0, 15, -15)})
        row = self._rows().filtered(lambda row: row.category == "burden")
        self.assertEqual((row.document_name, row.project_id), (self.job.job_code, self.job))
        self.assertEqual(row.action_open_document()["res_id"], self.job.id)

    def test_the_day_cuts_the_burden_too(self):
        self._hours(3)
        self._hours(1, "2026-04-02")
        self.assertEqual(self._figures()["burden"], (0, 15, -15))
        self.assertEqual(self._figures("2026-04-30")["burden"], (0, 20, -20))
        self.assertFalse(self._figures("2026-03-04"))

    def test_an_amount_without_burden_leaves_the_hours_alone(self):
        self._hours(3).amount = -120
        self.assertEqual(self._figures(), {"labor": (0, 120, -120)})
