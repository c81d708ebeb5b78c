# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .month_end_common import MonthEndCommon


@tagged("post_install", "-at_install")
class TestMonthEndGuard(MonthEndCommon):
    """Where the company says so, cost of a month that was signed off is refused."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.month_end_guard = "refuse"

    def _draft_bill(self, day="2026-03-10", **coding):
        none = self.env["purchase.order.line"]
        values = {"analytic_distribution": self._coding(**coding)}
        return self._bill((none, 1, 100.0, values), date=day, invoice_date=day)

    def test_bills_and_entries(self):
        posted = self._direct_bill()
        self._sign_all()
        with self.assertRaisesRegex(UserError, "signed off"):
            self._draft_bill().with_user(self.approver).action_approve_bill("Agreed")
        with self.assertRaisesRegex(UserError, "signed off"):
            posted.button_draft()
        april = self._draft_bill(day="2026-04-01")
        april.with_user(self.approver).action_approve_bill("Agreed")
        self.assertEqual(april.state, "posted")

    @freeze_time("2026-04-09 12:00:00")
    def test_a_bill_of_the_month_is_entered_in_the_open_one(self):
        self._sign_all()
        bill = self._draft_bill(day="2026-04-01")
        bill.write({"invoice_date": "2026-03-28"})
        self.assertEqual(str(bill.date), "2026-04-09")
        bill.with_user(self.approver).action_approve_bill("Agreed")
        self.env.cr.flush()
        self.assertEqual((bill.state, str(bill.invoice_date)), ("posted", "2026-03-28"))
        self.company.month_end_guard = "list"
        listed = self._draft_bill(day="2026-04-01")
        listed.write({"invoice_date": "2026-03-28"})
        self.assertLess(str(listed.date), "2026-04-01")

    def test_hours(self):
        line = self._hours(8)
        self._sign_all()
        with self.assertRaisesRegex(UserError, "signed off"):
            self._hours(2)
        with self.assertRaisesRegex(UserError, "signed off"):
            line.unit_amount = 9
        with self.assertRaisesRegex(UserError, "signed off"):
            line.date = "2026-04-02"
        with self.assertRaisesRegex(UserError, "signed off"):
            line.unlink()
        line.name = "Pour of the slab"
        april = self._hours(2, date="2026-04-02")
        with self.assertRaisesRegex(UserError, "signed off"):
            april.date = "2026-03-31"

    def test_equipment_use(self):
        used = self._used(8)
        self._sign_all()
        with self.assertRaisesRegex(UserError, "signed off"):
            self._use(8).with_user(self.manager).action_approve()
        with self.assertRaisesRegex(UserError, "signed off"):
            used.with_user(self.manager).action_draft()
        self._used(8, day="2026-04-01")

    def test_open_again_after_reopening_and_where_it_is_only_listed(self):
        self._sign_all()
        self.company.month_end_guard = "list"
        self._hours(1)
        self.env.cr.flush()
        self.company.month_end_guard = "refuse"
        with self.assertRaises(UserError):
            self._hours(1)
        self._close()._reopen("Late hours")
        self._hours(1)

    def test_other_projects_and_companies_go_on(self):
        self._sign_all()
        project = self.env["project.project"].create(
            {"name": "Office", "company_id": self.company.id}
        )
        self._hours(1, project_id=project.id, cost_code_id=False, cost_type_id=False)
        foreign = self.env["res.company"].create({"name": "Delta", "month_end_guard": "refuse"})
        self.assertFalse(foreign._get_signed_until())
