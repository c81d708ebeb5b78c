# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Every way around the approval that we could think of, each of which must fail."""

import psycopg2

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .procurement_common import ProcurementCommon


@tagged("post_install", "-at_install")
class TestApprovalGuard(ProcurementCommon):
    def assertGuarded(self, function, *args, **kwargs):
        """The call, or at the latest the commit, is refused for lack of approval."""
        self.assertRefused("approv", function, *args, **kwargs)

    def assertRefused(self, text, function, *args, **kwargs):
        with self.assertRaises(UserError) as refusal:
            function(*args, **kwargs)
            self.env.cr.flush()
        self.assertIn(text, str(refusal.exception))

    # Getting into force without approval --------------------------------------------------------

    def test_confirm_button(self):
        self.assertGuarded(self._order().button_confirm)

    def test_approve_button(self):
        self.assertGuarded(self._order().button_approve)
        self.assertGuarded(self._order().button_approve, force=True)

    def test_write_state(self):
        self.assertGuarded(self._order().write, {"state": "purchase"})

    def test_create_in_state(self):
        self.assertGuarded(self._order, state="purchase")

    def test_context_keys(self):
        keys = (
            "skip_approval",
            "install_mode",
            "import_file",
            "skip_readonly_check",
            "validate_analytic",
            "tracking_disable",
        )
        order = self._order().with_context(**dict.fromkeys(keys, True))
        self.assertGuarded(order.button_confirm)
        self.assertGuarded(order.write, {"state": "purchase"})

    def test_superuser_code_is_bound_too(self):
        self.assertGuarded(self._order().sudo().write, {"state": "purchase"})

    def test_low_level_write(self):
        self.assertGuarded(self._order()._write, {"state": "purchase"})

    def test_coding_added_after_confirmation(self):
        order = self._order((self.rebar, 10, 100.0, {"analytic_distribution": False}))
        order.button_confirm()
        self.env.cr.flush()
        self.assertGuarded(order.order_line.write, {"analytic_distribution": self._coding()})

    # Growing after approval -----------------------------------------------------------------------

    def test_quantity_price_and_lines_after_approval(self):
        order = self._confirmed_order()
        line = order.order_line
        self.assertGuarded(line.write, {"product_qty": 11})
        self.assertGuarded(line.write, {"price_unit": 100.01})
        self.assertGuarded(line.copy, {"order_id": order.id})
        self.assertGuarded(
            order.write, {"order_line": [Command.update(line.id, {"product_qty": 12})]}
        )
        self.assertEqual(order.amount_untaxed, 1000)

    def test_grown_between_approval_and_confirmation(self):
        order = self._order()
        order.with_user(self.approver).action_approve_order()
        order.order_line.product_qty = 20
        self.assertGuarded(order.button_confirm)

    def test_lowering_and_coming_back_is_free(self):
        order = self._confirmed_order()
        order.order_line.product_qty = 5
        self.env.cr.flush()
        order.order_line.product_qty = 10
        self.env.cr.flush()
        self.assertEqual(order.amount_untaxed, 1000)

    def test_discount_given_then_taken_back_for_a_higher_price(self):
        order = self._confirmed_order((self.rebar, 10, 200.0, {"discount": 50.0}))
        self.assertGuarded(order.order_line.write, {"discount": 0.0})

    def test_deducting_line_moved_away(self):
        order = self._confirmed_order((self.rebar, 10, 100.0), (self.rebar, -2, 100.0))
        self.assertEqual(order.approved_amount, 800)
        other = self._order()
        self.assertGuarded(order.order_line[1].write, {"order_id": other.id})

    def test_currency_and_rate(self):
        euro = self.env.ref("base.EUR")
        euro.active = True
        self.env["res.currency.rate"].create(
            [
                {
                    "currency_id": euro.id,
                    "company_id": self.company.id,
                    "name": day,
                    "rate": rate,
                }
                for day, rate in (("2025-01-01", 1.0), ("2026-01-01", 0.5))
            ]
        )
        order = self._confirmed_order(date_order="2025-06-01 12:00:00")
        self.assertGuarded(
            order.write, {"currency_id": euro.id, "date_order": "2026-06-01 12:00:00"}
        )
        order.write({"currency_rate": 1000.0})
        self.env.cr.flush()
        self.assertEqual(order.currency_rate, 1.0)
        order.currency_id = euro
        self.env.cr.flush()
        self.assertGuarded(order.write, {"date_order": "2026-06-01 12:00:00"})

    def test_forged_amounts(self):
        order = self._order()
        order.with_user(self.approver).action_approve_order()
        order.order_line.write({"product_qty": 100, "price_subtotal": 1.0})
        order.write({"amount_untaxed": 1.0})
        self.assertEqual(order.amount_untaxed, 10000)
        self.assertGuarded(order.button_confirm)
        self.assertGuarded(
            self._order,
            (self.rebar, 10, 100.0, {"price_subtotal": 0.0}),
            state="purchase",
            amount_untaxed=0.0,
        )

    def test_price_included_tax_removed(self):
        tax = self.env["account.tax"].create(
            {
                "name": "Included 25",
                "amount": 25,
                "type_tax_use": "purchase",
                "price_include_override": "tax_included",
                "company_id": self.company.id,
                "country_id": self.env.ref("base.us").id,
                "tax_group_id": self.env["account.tax.group"]
                .create(
                    {
                        "name": "T",
                        "company_id": self.company.id,
                        "country_id": self.env.ref("base.us").id,
                    }
                )
                .id,
            }
        )
        order = self._confirmed_order((self.rebar, 10, 125.0, {"tax_ids": [Command.set(tax.ids)]}))
        self.assertEqual(order.approved_amount, 1000)
        self.assertGuarded(order.order_line.write, {"tax_ids": [Command.clear()]})

    def test_vendor_changed_after_approval(self):
        order = self._order()
        order.with_user(self.approver).action_approve_order()
        order.partner_id = self.other_vendor
        self.assertGuarded(order.button_confirm)

    def test_job_changed_after_approval(self):
        order = self._confirmed_order()
        other = self.env["project.project"].create(
            {"name": "Other", "job_code": "0099", "company_id": self.company.id}
        )
        self.assertGuarded(
            order.order_line.write, {"analytic_distribution": self._coding(job=other)}
        )

    def test_job_of_another_company(self):
        company = self.env["res.company"].create({"name": "Other Contractors"})
        job = self.env["project.project"].create(
            {"name": "Foreign", "job_code": "0077", "company_id": company.id}
        )
        order = self._order(
            (self.rebar, 1, 1.0, {"analytic_distribution": self._coding(job=job)}),
        )
        self.assertRefused("same company", order.with_user(self.approver).action_approve_order)
        self.assertRefused("same company", order.write, {"state": "purchase"})

    def test_cancelled_and_reopened_order_keeps_its_limit(self):
        order = self._confirmed_order()
        order.button_cancel()
        order.button_draft()
        order.order_line.product_qty = 11
        self.assertGuarded(order.button_confirm)
        order.order_line.product_qty = 10
        order.button_confirm()
        self.assertEqual(order.state, "purchase")

    # Approving without the right --------------------------------------------------------------------

    def test_nobody_writes_approvals(self):
        order = self._order()
        values = {
            "company_id": self.company.id,
            "res_model": "purchase.order",
            "res_id": order.id,
            "currency_id": self.company.currency_id.id,
            "amount": 9999,
            "approver_id": self.approver.id,
            "date": "2026-01-01",
        }
        admin = self.env.ref("base.user_admin")
        for user in (self.buyer, self.manager, self.approver, self.controller, admin):
            with self.assertRaises(AccessError):
                self.env["construction.approval"].with_user(user).create(values)

    def test_approvals_stand_as_they_are(self):
        approval = self._confirmed_order()._get_approvals()
        with self.assertRaises(UserError):
            approval.amount = 5000
        with self.assertRaises(UserError):
            approval.unlink()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(psycopg2.errors.RaiseException),
            self.env.cr.savepoint(),
        ):
            self.env.cr.execute("UPDATE construction_approval SET amount = 5000")
        self.assertEqual(approval.amount, 1000)

    def test_requester_cannot_approve(self):
        self.buyer.group_ids |= self.env.ref("construction_jobcost.group_approver")
        with self.assertRaises(AccessError):
            self._order().action_approve_order()

    def test_who_changes_the_order_cannot_approve_it(self):
        order = self._order()
        self.approver.group_ids |= self.env.ref("purchase.group_purchase_user")
        approver_order = order.with_user(self.approver)
        approver_order.order_line.price_unit = 500
        with self.assertRaises(AccessError):
            approver_order.action_approve_order()

    def test_author_cannot_be_forged(self):
        self.buyer.group_ids |= self.env.ref("construction_jobcost.group_approver")
        order = self._order(user=self.env.user).with_user(self.buyer)
        order.order_line.price_unit = 500
        order.write({"approval_author_id": self.manager.id})
        self.assertEqual(order.approval_author_id, self.buyer)
        with self.assertRaises(AccessError):
            order.action_approve_order()

    def test_other_groups_cannot_approve(self):
        order = self._order()
        for user in (self.reader, self.manager, self.controller, self.bookkeeper):
            with self.assertRaises(AccessError):
                order.with_user(user).action_approve_order()

    def test_approver_of_another_company(self):
        order = self._order()
        stranger = self._stranger("construction_jobcost.group_approver")
        with self.assertRaises(AccessError):
            order.with_user(stranger).action_approve_order()

    def test_room_for_a_change_is_approved_beforehand(self):
        order = self._confirmed_order()
        order.with_user(self.approver).action_approve_order(amount=1200, reason="More rebar")
        order.order_line.product_qty = 12
        self.env.cr.flush()
        self.assertEqual(order.amount_untaxed, 1200)
        self.assertGuarded(order.order_line.write, {"product_qty": 13})

    def test_the_latest_approval_counts(self):
        order = self._order()
        order.with_user(self.approver).action_approve_order(amount=5000)
        order.with_user(self.approver).action_approve_order(amount=100)
        self.assertGuarded(order.button_confirm)

    def test_order_of_a_requisition_is_bound_to_its_lines(self):
        self._budget(5000)
        requisition = self._requisition((5, 100.0, self.vendor), (5, 100.0, self.other_vendor))
        requisition.action_submit()
        requisition.with_user(self.approver).action_approve()
        self.env.cr.flush()
        order = requisition.sudo().order_ids[0].with_user(self.buyer)
        self.assertEqual(order.approved_amount, 500)
        self.assertEqual(order._get_approvals().origin_id, requisition._get_approvals())
        self.assertGuarded(order.order_line.write, {"product_qty": 6})
        with self.assertRaises(AccessError):
            order.with_user(self.manager).action_approve_order(amount=600)
        order.with_user(self.approver).action_approve_order(amount=600)
        order.order_line.product_qty = 6
        self.env.cr.flush()

    # Bills ----------------------------------------------------------------------------------------

    def test_bill_needs_approval_to_be_posted(self):
        empty = self.env["purchase.order.line"]
        bill = self._bill((empty, 1, 500.0, {"analytic_distribution": self._coding()}))
        self.assertGuarded(bill.action_post)
        self.assertGuarded(bill.sudo().write, {"state": "posted"})
        with self.assertRaises(AccessError):
            bill.action_approve_bill()
        self.approver.group_ids |= self.env.ref("account.group_account_readonly")
        bill.with_user(self.approver).action_approve_bill()
        self.assertEqual(bill.state, "posted")

    def test_bill_grown_after_approval(self):
        self.approver.group_ids |= self.env.ref("account.group_account_readonly")
        empty = self.env["purchase.order.line"]
        bill = self._bill((empty, 1, 500.0, {"analytic_distribution": self._coding()}))
        bill.with_user(self.approver).action_approve_bill()
        bill.button_draft()
        bill.invoice_line_ids.price_unit = 501
        self.assertGuarded(bill.action_post)
        bill.invoice_line_ids.price_unit = 499
        bill.action_post()
        self.assertEqual(bill.state, "posted")

    def test_coding_added_to_a_posted_bill(self):
        bill = self._bill((self.env["purchase.order.line"], 1, 500.0))
        bill.action_post()
        self.env.cr.flush()
        self.assertGuarded(bill.invoice_line_ids.write, {"analytic_distribution": self._coding()})

    def test_credit_note_needs_none(self):
        empty = self.env["purchase.order.line"]
        refund = self._bill(
            (empty, 1, 500.0, {"analytic_distribution": self._coding()}), move_type="in_refund"
        )
        refund.action_post()
        self.env.cr.flush()
        self.assertEqual(self._buckets()["direct_cost"], -500)

    # Rules ------------------------------------------------------------------------------------------

    def _rule(self, minimum, user, job=None, document="order"):
        return self.env["construction.approval.rule"].create(
            {
                "name": f"From {minimum}",
                "document": document,
                "minimum_amount": minimum,
                "user_id": user.id,
                "project_id": job and job.id,
            }
        )

    def test_the_highest_rule_decides(self):
        self._rule(0, self.manager)
        self._rule(1000, self.controller)
        small, large = self._order((self.rebar, 9, 100.0)), self._order()
        small.with_user(self.manager).action_approve_order()
        self.assertEqual(small.approval_state, "approved")
        for user in (self.manager, self.approver):
            with self.assertRaises(AccessError):
                large.with_user(user).action_approve_order()
            with self.assertRaises(AccessError):
                small.with_user(self.manager).action_approve_order(amount=1000)
        self.controller.group_ids |= self.env.ref("construction_jobcost.group_project_manager")
        large.with_user(self.controller).action_approve_order()

    def test_rule_of_the_job_goes_before_a_general_one(self):
        self._rule(0, self.controller)
        self._rule(0, self.manager, job=self.job)
        order = self._order()
        order.with_user(self.manager).action_approve_order()
        self.assertEqual(order.approval_state, "approved")

    def test_rule_of_another_company_does_not_count(self):
        other = self.env["res.company"].create({"name": "Other Contractors"})
        self._rule(0, self.manager).company_id = other
        with self.assertRaises(AccessError):
            self._order().with_user(self.manager).action_approve_order()

    def test_rules_are_kept_by_the_controller(self):
        values = {"name": "Mine", "document": "order", "user_id": self.buyer.id}
        rules = self.env["construction.approval.rule"]
        for user in (self.buyer, self.manager, self.approver):
            with self.assertRaises(AccessError):
                rules.with_user(user).create(values)
        self.assertTrue(rules.with_user(self.controller).create(values))


@tagged("post_install", "-at_install")
class TestApprovalGuardRpc(HttpCase, ProcurementCommon):
    """The same from outside, as a plain user over RPC."""

    def _call(self, model, method, *args, **kwargs):
        response = self.url_open(
            "/web/dataset/call_kw",
            json={
                "jsonrpc": "2.0",
                "method": "call",
                "params": {"model": model, "method": method, "args": args, "kwargs": kwargs},
            },
        )
        return response.json()

    def test_rpc_as_buyer(self):
        order = self._order()
        self.env.cr.flush()
        self.authenticate("pc_buyer", "pc_buyer")
        context = {"allowed_company_ids": self.company.ids}
        attempts = [
            ("purchase.order", "write", [order.ids, {"state": "purchase"}]),
            ("purchase.order", "button_confirm", [order.ids]),
            ("purchase.order", "button_approve", [order.ids]),
            (
                "purchase.order",
                "create",
                [
                    {
                        "partner_id": self.vendor.id,
                        "state": "purchase",
                        "order_line": [
                            [
                                0,
                                0,
                                {
                                    "product_id": self.rebar.id,
                                    "product_qty": 1,
                                    "price_unit": 5,
                                    "analytic_distribution": self._coding(),
                                },
                            ]
                        ],
                    }
                ],
            ),
            ("purchase.order", "action_approve_order", [order.ids]),
            ("purchase.order", "_record_approval", [order.ids, 1000, 0, [self.job.id]]),
            ("construction.approval", "create", [{"res_model": "purchase.order"}]),
        ]
        for model, method, args in attempts:
            with self.subTest(model=model, method=method):
                answer = self._call(model, method, *args, context=context)
                self.assertIn("error", answer, f"{model}.{method} passed")
        order.invalidate_recordset()
        self.assertEqual(order.state, "draft")
        self.assertFalse(order._get_approvals())
