# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import BaseCase, tagged

from ..core.retention_tax import by_taxes
from .retention_common import RetentionCommon
from .tax_common import TaxCommon

CENTS = st.integers(min_value=-(10**8), max_value=10**8).map(lambda cents: Decimal(cents) / 100)


@tagged("post_install", "-at_install")
class TestRetentionTaxCore(BaseCase):
    @given(st.lists(st.tuples(st.sampled_from(("vat20", "vat10", "")), CENTS, CENTS), max_size=20))
    def test_each_tax_is_charged_on_what_is_payable(self, items):
        rates = {"vat20": Decimal("0.2"), "vat10": Decimal("0.1"), "": Decimal(0)}
        held = by_taxes((taxes, amount) for taxes, _work, amount in items)
        work = by_taxes((taxes, amount) for taxes, amount, _held in items)
        self.assertEqual(sum(held.values()), sum(amount for *_rest, amount in items))
        self.assertNotIn(0, held.values())
        tax = sum(rates[taxes] * amount for taxes, amount in work.items())
        tax -= sum(rates[taxes] * amount for taxes, amount in held.items())
        expected = sum(rates[taxes] * (amount - kept) for taxes, amount, kept in items)
        self.assertEqual(tax, expected)


@tagged("post_install", "-at_install")
class TestRetentionTax(TaxCommon, RetentionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vat20, cls.vat10 = cls._tax(20.0), cls._tax(10.0)

    def _order_of_three(self, **values):
        """A subcontract with lines under 20 %, 10 % and no tax; 10 % are held back."""
        coding = self._coding(cost_type=self.subcontract)
        lines = [
            (
                self.subcontract.product_id,
                1,
                amount,
                {"analytic_distribution": coding, "tax_ids": [Command.set(taxes.ids)]},
            )
            for amount, taxes in (
                (1000.0, self.vat20),
                (333.33, self.vat10),
                (100.0, self.env["account.tax"]),
            )
        ]
        return self._confirmed_order(*lines, retention_work_percent=10, **values)

    def _figures(self, bill):
        return bill.amount_untaxed, bill.amount_tax, bill.amount_total

    def test_with_the_work(self):
        order = self._order_of_three()
        bill = self._billed(self._certified(order, 1000.0, 333.33, 100.0))
        # 20 % of 1,000 and 10 % of 333.33, whatever is held of it
        self.assertEqual(self._figures(bill), (1290.0, 233.33, 1523.33))
        release = self._billed(self._approved_release(order))
        self.assertEqual(self._figures(release), (143.33, 0, 143.33))

    def test_with_the_payment(self):
        self.company.retention_tax_policy = "release"
        order = self._order_of_three()
        self.assertEqual(order.retention_tax_policy, "release")
        bill = self._billed(self._certified(order, 1000.0, 333.33, 100.0))
        # 20 % of 900 and 10 % of 300
        self.assertEqual(self._figures(bill), (1290.0, 210.0, 1500.0))
        held = bill.invoice_line_ids.filtered(lambda line: line.account_id == self.retention)
        self.assertEqual(
            [(line.price_subtotal, line.tax_ids) for line in held],
            [(-100, self.vat20), (-33.33, self.vat10), (-10, self.env["account.tax"])],
        )
        self.assertEqual(self._retention(), (143.33, 0, 0))
        release = self._billed(self._approved_release(order))
        self.assertEqual(self._figures(release), (143.33, 23.33, 166.66))
        self._pay(release, 83.33)
        self.assertEqual(self._retention(), (0, 143.33, 71.67))
        self.assertSwept()

    def test_released_with_an_application(self):
        order = self._order_of_three(retention_tax_policy="release")
        self._billed(self._certified(order, 500.0, 100.0, 0.0))
        values = {"claimed_work": 500.0, "released_amount": 100.0}
        bill = self._billed(self._certified(order, values, 233.33, 100.0))
        # 20 % on all of the work and what is given back of it, 10 % on what is payable
        self.assertEqual(self._figures(bill), (850.0, 131.0, 981.0))

    def test_it_stays_once_certified(self):
        order = self._order_of_three()
        order.sudo().retention_tax_policy = "release"
        self._certified(order, 100.0)
        with self.assertRaisesRegex(UserError, "is certified"):
            order.sudo().retention_tax_policy = "gross"
