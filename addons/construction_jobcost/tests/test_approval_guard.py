# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Every way around the approval that we could think of, each of which must fail."""

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .approval_common import ApprovalCommon


@tagged("post_install", "-at_install")
class TestApprovalGuard(ApprovalCommon):
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

    def test_context_defaults(self):
        vendor, job = self.vendor, self.job
        defaults = {
            "default_state": "purchase",
            "default_amount_untaxed": 0.0,
            "default_price_subtotal": 0.0,
            "default_approved_amount": 1000.0,
            "default_approval_state": "approved",
        }
        values = {
            "partner_id": vendor.id,
            "order_line": [
                Command.create(
                    {
                        "product_id": self.rebar.id,
                        "product_qty": 10,
                        "price_unit": 100.0,
                        "analytic_distribution": self._coding(),
                    }
                )
            ],
        }
        orders = self.env["purchase.order"].with_company(self.company)
        self.assertGuarded(orders.with_context(**defaults).create, values)
        for kind, content in (
            ("construction.requisition", {}),
            ("construction.budget.change", {"title": "Free money"}),
        ):
            document = (
                self.env[kind]
                .with_context(default_state="approved")
                .create({"project_id": job.id, **content})
            )
            self.assertEqual(document.state, "draft")

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
        self.assertRefused("Enter the document in that company", order.write, {"state": "purchase"})

    def test_cancelled_and_reopened_order_keeps_its_limit(self):
        order = self._confirmed_order()
        order.button_cancel()
        order.button_draft()
        order.order_line.product_qty = 11
        self.assertGuarded(order.button_confirm)
        order.order_line.product_qty = 10
        order.button_confirm()
        self.assertEqual(order.state, "purchase")

    # Bills ----------------------------------------------------------------------------------------

    def test_bill_needs_approval_to_be_posted(self):
        empty = self.env["purchase.order.line"]
        bill = self._bill((empty, 1, 500.0, {"analytic_distribution": self._coding()}))
        self.assertGuarded(bill.action_post)
        self.assertGuarded(bill.sudo().write, {"state": "posted"})
        with self.assertRaises(AccessError):
            bill.action_approve_bill()
        bill.with_user(self.approver).action_approve_bill()
        self.assertEqual(bill.state, "posted")

    def test_bill_grown_after_approval(self):
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
