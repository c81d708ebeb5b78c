# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import JobCostCommon


@tagged("post_install", "-at_install")
class TestTimesheetBulk(JobCostCommon):
    """Lines made in bulk are those that Odoo makes line by line."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.overtime_factor = 1.5
        cls.second = cls.env["hr.employee"].create(
            {"name": "Bo Lind", "hourly_cost": 33.33, "company_id": cls.company.id}
        )
        cls.other_job = cls.create_job("0043")
        cls.Line = cls.env["account.analytic.line"]
        cls.compared = [
            "name", "date", "unit_amount", "amount", "pay_type", "project_id", "employee_id",
            "user_id", "company_id", "product_uom_id", "cost_code_id", "cost_type_id",
            *cls.Line._get_plan_fnames(),
        ]  # fmt: skip

    def _vals(self):
        """Two employees, two jobs and two pay types in mixed order, several lines of each."""
        return [
            {
                "name": f"Line {number}",
                "project_id": (self.job, self.other_job)[number % 2].id,
                "employee_id": (self.employee, self.second)[number // 2 % 2].id,
                "pay_type": ("regular", "overtime")[number // 4 % 2],
                "unit_amount": 7.25 + number,
                "date": date(2026, 2, 1 + number % 28),
                "company_id": self.company.id,
                "cost_code_id": (self.concrete, self.digging)[number % 3 == 0].id,
            }
            for number in range(40)
        ]

    def test_they_equal_lines_made_one_by_one(self):
        bulk = self.Line._create_timesheets(self._vals())
        single = self.Line.create(self._vals())
        self.env.flush_all()
        self.env.invalidate_all()
        for ours, odoos in zip(bulk, single, strict=True):
            for name in self.compared:
                self.assertEqual(ours[name], odoos[name], f"{ours.name}: {name}")
        self.assertEqual(bulk[6].amount, self.company.currency_id.round(-13.25 * 33.33 * 1.5))
        self.assertLedgerAgrees()

    def test_a_later_change_is_priced_as_usual(self):
        lines = self.Line._create_timesheets(self._vals())
        lines[-1].unit_amount = 2
        self.assertEqual(lines[-1].amount, self.company.currency_id.round(-2 * 33.33 * 1.5))

    def test_what_odoo_refuses_line_by_line_is_refused_in_bulk(self):
        self.second.active = False
        with self.assertRaisesRegex(ValidationError, "active employee"):
            self.Line._create_timesheets(self._vals())
