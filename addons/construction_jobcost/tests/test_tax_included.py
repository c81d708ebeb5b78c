# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.fields import Command
from odoo.tests import tagged

from .owner_common import OwnerCommon
from .retention_common import RetentionCommon
from .tax_common import TaxCommon

#: Works of a period that leave fractions of a cent under 19 and 7.7 percent.
WORKS = (100.01, 33.33, 0.05, 1234.57, 99.99)
METHODS = ("round_per_line", "round_globally")


@tagged("post_install", "-at_install")
class TestTaxIncludedOnBills(TaxCommon, RetentionCommon):
    """Applications are net of tax: bills come to the certificate, whatever a price includes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vat19, cls.vat77 = (
            cls._tax(rate, price_include_override="tax_included") for rate in (19.0, 7.7)
        )
        cls.beside = cls._tax(2.5, price_include_override="tax_excluded")

    def _order_of_five(self, **values):
        """A subcontract under taxes of all kinds; prices of the order include them."""
        taxes = (self.vat19, self.vat77, self.vat19, self.vat77 | self.beside, self.beside)
        coding = self._coding(cost_type=self.subcontract)
        lines = [
            (
                self.subcontract.product_id,
                1,
                2000.0,
                {"analytic_distribution": coding, "tax_ids": [Command.set(tax.ids)]},
            )
            for tax in taxes
        ]
        return self._confirmed_order(*lines, retention_work_percent=7.5, **values)

    def _net(self, bill):
        return [line.price_subtotal for line in bill.invoice_line_ids]

    def test_the_bill_is_the_certificate(self):
        for method in METHODS:
            self.company.tax_calculation_rounding_method = method
            order = self._order_of_five()
            application = self._certified(order, *WORKS)
            bill = self._billed(application)
            self.assertEqual(self._net(bill), [*WORKS, -110.09], method)
            self.assertEqual(bill.amount_untaxed, application.due_amount)
            # the tax of each net amount: of 100.06 at 19, of 1,267.90 at 7.7, of 1,334.56 at 2.5 %
            self.assertEqual(bill.amount_tax, 150.00, method)

    def test_retention_and_release_under_their_taxes(self):
        order = self._order_of_five(retention_tax_policy="release")
        application = self._certified(order, *WORKS)
        bill = self._billed(application)
        self.assertEqual(bill.amount_untaxed, application.due_amount)
        held = sum(application.line_ids.mapped("held"))
        self.assertEqual(self._retention(), (held, 0, 0))
        self.assertEqual(
            -sum(
                bill.line_ids.filtered(lambda line: line.account_id == self.retention).mapped(
                    "balance"
                )
            ),
            held,
        )
        release = self._billed(self._approved_release(order))
        self.assertEqual(release.amount_untaxed, held)
        self.assertEqual(self._retention(), (0, held, 0))
        self.assertSwept()

    def test_by_quantity(self):
        coding = self._coding(cost_type=self.subcontract)
        values = {"analytic_distribution": coding, "tax_ids": [Command.set(self.vat19.ids)]}
        order = self._confirmed_order((self.subcontract.product_id, 7, 59.5, values))
        order.order_line.billing_basis = "quantity"
        # net 50.00 a unit
        application = self._certified(order, {"claimed_quantity": 3})
        bill = self._billed(application)
        line = bill.invoice_line_ids
        self.assertEqual((line.quantity, line.price_unit, line.price_subtotal), (3, 59.5, 150))
        self.assertEqual((bill.amount_untaxed, bill.amount_tax), (150, 28.5))


@tagged("post_install", "-at_install")
class TestTaxIncludedOnInvoices(TaxCommon, OwnerCommon):
    """Invoices to the owner come to the certificate, also of several payers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vat19, cls.vat77 = (
            cls._tax(rate, "sale", price_include_override="tax_included") for rate in (19.0, 7.7)
        )
        cls.work19, cls.work77 = cls.env["product.product"].create(
            [
                {
                    "name": tax.name,
                    "type": "service",
                    "taxes_id": [Command.set(tax.ids)],
                    "property_account_income_id": cls.income.id,
                }
                for tax in (cls.vat19, cls.vat77)
            ]
        )

    def test_each_payer_is_billed_what_was_certified(self):
        products = (self.work19, self.work77, self.work19, self.work77)
        payers = ((self.owner, 33.3), (self.water, 41.7), (self.sewer, 25.0))
        for method in METHODS:
            self.company.tax_calculation_rounding_method = method
            contract = self._contract(
                *({"original_amount": 2000.0, "product_id": product.id} for product in products),
                payers=payers,
                name=method,
                retention_work_percent=7.5,
            )
            application = self._certified(contract, *WORKS[:4])
            invoices = self._invoiced(application)
            self.assertEqual(sum(invoices.mapped("amount_untaxed")), application.due_amount)
            for invoice in invoices:
                parts = application.part_ids.filtered(
                    lambda part, payer=invoice.owner_payer_id: part.payer_id == payer
                )
                work = invoice.invoice_line_ids.filtered(lambda line: line.owner_role == "work")
                self.assertEqual(
                    work.mapped("price_subtotal"),
                    [part.work_amount for part in parts if part.work_amount],
                )
            self.assertEqual(
                self._figures("billed", "owner_retention_held"),
                (application.gross_amount, application.held_amount),
            )
            contract.application_ids.invoice_ids.button_draft()
            contract.application_ids.invoice_ids.button_cancel()
            contract.action_close()
            self.env.flush_all()

    def test_the_company_s_tax(self):
        self.company.account_sale_tax_id = self.vat19
        contract = self._contract(5000.0, retention_work_percent=10)
        invoice = self._invoiced(self._certified(contract, 3333.33))
        self.assertEqual((invoice.amount_untaxed, invoice.amount_tax), (3000.0, 633.33))
