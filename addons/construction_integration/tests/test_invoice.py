# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from decimal import Decimal

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import HandlerCase


@tagged("post_install", "-at_install")
class TestInvoice(HandlerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["account.chart.template"].try_loading(
            "generic_coa", company=cls.acme, install_demo=False
        )
        cls.acme.account_purchase_tax_id = False
        cls.env["product.product"].search([]).supplier_taxes_id = False

    def setUp(self):
        super().setUp()
        self.set_up_job()

    def line(self, quantity="4", price="50.00", **data):
        return {
            "line_id": "1",
            "order_line_id": "1",
            "description": "Concrete",
            "quantity": quantity,
            "unit_price": price,
            "amount": str(Decimal(quantity) * Decimal(price)),
        } | data

    def send_invoice(self, number="INV-1", lines=None, **data):
        lines = lines or [self.line()]
        payload = {
            "vendor_id": "V-1",
            "invoice_number": number,
            "invoice_date": "2026-04-20",
            "order": "REQ-1",
            "total": str(sum(Decimal(line["amount"]) for line in lines)),
            "lines": lines,
        }
        return self.send("invoice.received", payload | data)

    def receive(self, quantity="4"):
        data = {
            "receipt_number": f"RCV-{quantity}",
            "purchase_order": "REQ-1",
            "received_at": "2026-04-14T07:35:00-07:00",
            "lines": [{"line_id": "1", "quantity": quantity, "uom": "CY"}],
        }
        self.assertState(self.send("goods.received", data), "done")

    def bill(self, number="INV-1"):
        return self.env["account.move"].search([("ref", "=", number)])

    def test_matched_invoice_is_a_draft_until_approved(self):
        self.order()
        self.receive()
        self.assertState(self.send_invoice(), "done")
        bill = self.bill()
        self.assertEqual((bill.state, bill.match_state), ("draft", "matched"))
        self.assertEqual((str(bill.invoice_date), bill.amount_total), ("2026-04-20", 200.0))
        self.assertCost(invoiced=0, accrued=200)
        bill.with_user(self.approver).action_approve_bill()
        self.assertEqual(bill.state, "posted")
        self.assertCost(invoiced=200, accrued=0, committed=500)

    def test_due_date_is_the_vendors_or_follows_from_the_terms(self):
        self.order()
        self.receive()
        self.send_invoice("INV-1", [self.line("1")], due_date="2026-05-05")
        self.send_invoice("INV-2", [self.line("1")])
        term = self.env.ref("account.account_payment_term_30days")
        self.send_vendor(payment_terms=term.name)
        self.send_invoice("INV-3", [self.line("1")])
        due = [str(self.bill(f"INV-{number}").invoice_date_due) for number in (1, 2, 3)]
        self.assertEqual(due, ["2026-05-05", "2026-04-20", "2026-05-20"])

    def test_service_user_may_not_post(self):
        self.order()
        self.receive()
        self.send_invoice()
        bill = self.bill().with_user(self.system.user_id)
        with self.assertRaises(UserError):
            bill.action_post()
        with self.assertRaises(AccessError):
            bill.action_approve_bill()
        self.assertEqual(bill.state, "draft")

    def test_waits_for_the_order(self):
        message = self.send_invoice()
        self.assertState(message, "waiting", "waiting.purchase_order")

    def test_price_above_the_order_stops(self):
        self.order()
        self.receive()
        message = self.send_invoice(lines=[self.line(price="55.00")])
        self.assertState(message, "exception", "invoice.match")
        self.assertIn("price", message.reason_details["findings"])
        self.assertFalse(self.bill())

    def test_more_than_accepted_stops_and_goes_on_after_the_receipt(self):
        self.order()
        message = self.send_invoice()
        self.assertState(message, "exception", "invoice.match")
        self.assertEqual(message.reason_details["findings"], ["quantity"])
        self.receive()
        message.with_user(self.operator).action_retry()
        self.drain()
        self.assertState(message, "done")

    def test_invoices_of_one_bulk_are_matched_one_after_the_other(self):
        self.order()
        self.receive("10")
        messages = [
            self.post(
                "invoice.received",
                {
                    "vendor_id": "V-1",
                    "invoice_number": number,
                    "invoice_date": "2026-04-20",
                    "order": "REQ-1",
                    "total": "300.00",
                    "lines": [self.line("6")],
                },
            )
            for number in ("INV-1", "INV-2")
        ]
        self.drain()
        self.assertState(messages[0], "done")
        self.assertState(messages[1], "exception", "invoice.match")
        self.assertFalse(self.bill("INV-2"))

    def test_second_invoice_of_the_same_number_stops(self):
        self.order()
        self.receive("4")
        self.send_invoice()
        self.env["integration.xref"].search([("entity", "=", "invoice")]).unlink()
        message = self.send_invoice()
        self.assertState(message, "exception", "invoice.duplicate")
        self.assertEqual(len(self.bill()), 1)

    def test_same_invoice_again_changes_nothing(self):
        self.order()
        self.receive()
        self.send_invoice()
        self.assertState(self.send_invoice(), "done", "repeated")
        self.assertEqual(len(self.bill()), 1)

    def test_line_without_order_needs_its_own_coding(self):
        line = self.line(order_line_id=None)
        message = self.send_invoice(lines=[line], order=None)
        self.assertState(message, "exception", "invoice.uncoded")
        coding = {"job_code": "0042", "cost_code": "03-300", "cost_type": "M"}
        message = self.send_invoice("INV-2", [line | coding], order=None)
        self.assertState(message, "done")
        self.bill("INV-2").with_user(self.approver).action_approve_bill()
        self.assertCost(direct_cost=200, invoiced=0)

    def test_invoice_of_another_vendor_stops(self):
        self.order()
        self.receive()
        self.send_vendor("V-2", name="Somebody else")
        message = self.send_invoice(vendor_id="V-2")
        self.assertState(message, "exception", "order.vendor")

    def test_currency_of_the_order_counts(self):
        self.order()
        self.receive()
        self.assertState(self.send_invoice(currency="EUR"), "exception", "invoice.currency")

    def test_tax_must_be_the_orders_tax(self):
        order = self.order()
        self.receive()
        tax = self.env["account.tax"].search(
            [("company_id", "=", self.acme.id), ("type_tax_use", "=", "purchase")], limit=1
        )
        tax.amount = 10
        order.order_line.tax_ids = tax
        self.assertState(self.send_invoice("INV-1"), "exception", "invoice.tax")
        taxed = self.send_invoice("INV-2", total="220.00", tax_total="20.00")
        self.assertState(taxed, "done")
        self.assertEqual(self.bill("INV-2").amount_total, 220)

    def test_lump_sums_are_billed_by_amount(self):
        self.send("cost_code.upserted", {"code": "G-1", "name": "Traffic"})
        budget = {"line_id": "1", "cost_code": "G-1", "cost_type": "S", "amount": "3000.00"}
        self.send_budget(estimate_id="E-2", lines=[budget])
        line = self.requisition_line(
            item_code=None,
            quantity="1",
            uom="LS",
            estimated_unit_cost="3000.00",
            cost_code="G-1",
            cost_type="S",
        )
        self.send_requisition("REQ-1", [line])
        self.requisition().with_user(self.approver).action_approve()
        order = self.requisition().order_ids
        for number, amount in (("INV-1", "1000.00"), ("INV-2", "2000.00")):
            self.assertState(self.send_invoice(number, [self.line("1", amount)]), "done")
        self.assertAlmostEqual(order.order_line.qty_invoiced, 1.0)
        over = self.send_invoice("INV-3", [self.line("1", "0.01")])
        self.assertState(over, "exception", "invoice.match")
