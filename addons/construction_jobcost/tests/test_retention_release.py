# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .payment_common import PaymentCommon


@tagged("post_install", "-at_install")
class TestRetentionRelease(PaymentCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        case = cls("test_all_of_two_subcontracts")
        cls.first = case._subcontract(10000.0, 5000.0, retention_work_percent=10)
        cls.second = case._subcontract(2000.0, retention_work_percent=5)
        for order, works in ((cls.first, (10000.0, 2000.0)), (cls.second, (2000.0,))):
            case._billed(case._certified(order, *works))

    def _release(self, *orders, amount=None, **values):
        """Create a release and fill it in."""
        release = (
            self.env["construction.retention.release"]
            .with_user(self.manager)
            .create(
                {
                    "partner_id": self.vendor.id,
                    "company_id": self.company.id,
                    "currency_id": self.company.currency_id.id,
                    "order_ids": [(6, 0, [order.id for order in orders])],
                    "date": "2026-04-15",
                    "reason": "Substantial completion",
                    **values,
                }
            )
        )
        release.action_fill(amount)
        return release

    def _approved_release(self, *orders, **values):
        release = self._release(*orders, **values)
        release.action_submit()
        release.with_user(self.approver).action_approve()
        return release

    def _retention_balance(self):
        lines = self.env["account.move.line"].search(
            [("account_id", "=", self.retention.id), ("parent_state", "=", "posted")]
        )
        return sum(lines.mapped("balance"))

    def test_all_of_two_subcontracts(self):
        self.assertEqual(
            (self._buckets()["retention_held"], self._retention_balance()), (1300, -1300)
        )
        release = self._approved_release()
        self.assertEqual(
            (release.amount, release.held_amount, release.state), (1300, 1300, "approved")
        )
        # approved is not billed yet
        self.assertEqual(self._buckets()["retention_held"], 1300)
        bill = self._billed(release)
        self.assertEqual((bill.amount_total, release.state), (1300, "billed"))
        self.assertNotIn("retention_held", self._buckets())
        self.assertEqual(self._retention_balance(), 0)
        self.assertEqual(self._buckets()["invoiced"], 14000)
        self.assertSwept()

    def test_its_bill_stands_on_its_approval_and_pays_no_more(self):
        release = self._approved_release(self.second)
        release.with_user(self.bookkeeper).action_create_bill()
        bill = release.sudo().bill_id.with_user(self.bookkeeper)
        [approval] = bill.sudo()._get_approvals()
        self.assertEqual(approval.approver_id, self.approver)
        bill.invoice_line_ids.price_unit = 100.01
        for post in (bill.action_post, lambda: bill.write({"state": "posted"})):
            with self.assertRaisesRegex(UserError, "more than"):
                post()
        bill.invoice_line_ids.price_unit = 100
        bill.action_post()
        self.assertEqual(release.state, "billed")

    def test_a_part_is_spread_by_what_is_held(self):
        release = self._release(self.first, amount=600)
        self.assertEqual(release.line_ids.mapped("held"), [1000, 200])
        self.assertEqual(release.line_ids.mapped("amount"), [500, 100])
        with self.assertRaisesRegex(UserError, "is held"):
            release.action_fill(1200.01)

    def test_the_next_application_starts_from_it(self):
        release = self._approved_release(self.first, amount=600)
        application = self._application(self.first, 0.0, 1000.0)
        self.assertEqual(application.line_ids.mapped("previous_released"), [500, 100])
        # line 7: 12,000 less the 600 still held
        self.assertEqual((application.previous_amount, application.due_amount), (11400, 900))
        self.assertEqual(application.held_amount, 700)
        application.action_submit()
        application.with_user(self.approver).action_certify()
        with self.assertRaisesRegex(UserError, "certified since"):
            release.with_user(self.approver).action_void("Wrong")

    def test_what_was_released_stays_withheld(self):
        order = self._subcontract(1000.0, retention_work_percent=10)
        application = self._certified(order, 500.0)
        release = self._approved_release(order)
        with self.assertRaisesRegex(UserError, "Void that release first"):
            application.with_user(self.approver).action_void("Wrong")
        release.with_user(self.approver).action_void("Wrong")
        application.with_user(self.approver).action_void("Wrong")
        self.assertEqual(application.state, "void")

    def test_no_more_than_is_held(self):
        first, second = self._release(self.first), self._release(self.first)
        for release in (first, second):
            release.action_submit()
        first.with_user(self.approver).action_approve()
        with self.assertRaisesRegex(UserError, "is held"):
            second.with_user(self.approver).action_approve()

    def test_void_holds_again(self):
        release = self._approved_release(self.second)
        with self.assertRaises(AccessError):
            release.action_void("Wrong")
        release.with_user(self.approver).action_void("Leaks")
        self.assertEqual(self._release(self.second).held_amount, 100)

    def test_what_was_submitted_stays(self):
        release = self._approved_release(self.second)
        for record, values in (
            (release, {"date": "2026-05-01"}),
            (release, {"step": "draft"}),
            (release.line_ids, {"amount": 1.0}),
        ):
            with self.assertRaises(UserError), self.cr.savepoint():
                record.write(values)
        with self.assertRaises(UserError), self.cr.savepoint():
            release.create({"partner_id": self.vendor.id, "reason": "x", "step": "approved"})

    def test_only_an_approver_and_not_the_author(self):
        release = self._release(self.second)
        with self.assertRaises(AccessError):
            release.with_user(self.reader).line_ids.write({"amount": 1.0})
        release.action_submit()
        with self.assertRaises(AccessError):
            release.action_approve()
        stranger = self._stranger("construction_jobcost.group_approver")
        with self.assertRaises(AccessError):
            release.with_user(stranger).action_approve()

    def test_items_of_another_vendor(self):
        release = self._release(self.second, partner_id=self.vendor.id)
        other = self._subcontract(100.0, partner_id=self.other_vendor.id)
        with self.assertRaisesRegex(UserError, "not a subcontract of"):
            release.line_ids.create(
                {"release_id": release.id, "order_line_id": other.order_line.id}
            )
