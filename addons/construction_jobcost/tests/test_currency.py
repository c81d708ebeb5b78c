# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.fields import Command
from odoo.tests import tagged

from .procurement_ledger_common import LedgerCase


@tagged("post_install", "-at_install")
class TestCurrency(LedgerCase):
    """A job counts in its company's currency, each document at the rate of its own day."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.euro = cls.env.ref("base.EUR")
        if cls.company.currency_id == cls.euro:
            cls.euro = cls.env.ref("base.USD")
        cls.euro.active = True
        cls._rate("2026-01-01", 1.10)
        cls._rate("2026-03-01", 1.20)
        cls._rate("2026-05-01", 1.30)

    @classmethod
    def _rate(cls, day, price):
        """Let one unit of the foreign currency cost ``price`` from that day on."""
        cls.env["res.currency.rate"].create(
            {
                "currency_id": cls.euro.id,
                "company_id": cls.company.id,
                "name": day,
                "inverse_company_rate": price,
            }
        )

    def _foreign_order(self, quantity=10):
        return self._confirmed_order(
            (self.rebar, quantity, 100.0),
            amount=5000,
            currency_id=self.euro.id,
            date_order="2026-02-10 12:00:00",
        )

    def _foreign_bill(self, line, quantity, day="2026-03-10", **values):
        values = {"currency_id": self.euro.id, "invoice_date": day, "date": day, **values}
        bill = self._bill((line, quantity, 100.0), **values)
        self._approve_bill(bill)
        return bill

    def test_order_receipt_and_bill_each_at_its_rate(self):
        order = self._foreign_order()
        self.assertEqual(self._buckets(), {"original_commitments": 1100})
        self._receive((order.order_line, 6, None))
        found = self._buckets()
        self.assertEqual((found["received_goods"], found["accrued"]), (660, 660))
        self._foreign_bill(order.order_line, 4)
        self.assertEqual(
            self._buckets(),
            {
                "original_commitments": 1100,
                "received_goods": 660,
                # two of six are not billed, and they are worth what the order says
                "accrued": 220,
                # the bill came at another rate: the difference is cost, not commitment
                "invoiced": 480,
            },
        )
        self.originals[order.order_line] = 1100
        self.check("order in one currency, ledger in another")

    def test_a_change_of_the_order_keeps_the_rate_of_the_order(self):
        order = self._foreign_order()
        order.order_line.product_qty = 12
        self.env.cr.flush()
        found = self._buckets()
        self.assertEqual(found["approved_commitment_changes"], 220)
        self.assertEqual(order.currency_rate, 1 / 1.10)

    def test_a_new_rate_changes_nothing_that_is_recorded(self):
        order = self._foreign_order()
        self._foreign_bill(order.order_line, 4)
        before = self._buckets()
        entries = self.env["construction.cost.entry"]
        count = entries.search_count([("project_id", "=", self.job.id)])
        self.env["res.currency.rate"].search([("currency_id", "=", self.euro.id)]).filtered(
            lambda rate: rate.company_id == self.company
        ).inverse_company_rate = 1.5
        entries._mark_stale(order)
        self.assertEqual(self._buckets(), before)
        self.assertEqual(entries.search_count([("project_id", "=", self.job.id)]), count)
        self.originals[order.order_line] = 1100
        self.check("rates were corrected")

    def test_refund_takes_its_bill_back_at_its_own_rate(self):
        order = self._foreign_order()
        bill = self._foreign_bill(order.order_line, 4)
        self.assertEqual(self._buckets()["invoiced"], 480)
        self._foreign_bill(order.order_line, 4, "2026-05-10", move_type="in_refund")
        self.assertEqual(bill.state, "posted")
        self.assertEqual(self._buckets()["invoiced"], -40, "bought at 1.20, credited at 1.30")

    def test_split_over_two_codes_loses_no_cent(self):
        coding = {
            **self._coding(self.concrete),
            **self._coding(self.steel),
        }
        order = self._confirmed_order(
            (
                self.rebar,
                1,
                33.33,
                {"analytic_distribution": dict(zip(coding, (33.33, 66.67), strict=True))},
            ),
            amount=100,
            currency_id=self.euro.id,
            date_order="2026-02-10 12:00:00",
        )
        whole = self.company.currency_id.round(33.33 * 1.10)
        self.assertEqual(round(self._buckets()["original_commitments"], 2), whole)
        self.assertEqual(order.currency_id, self.euro)

    def test_a_journal_entry_in_foreign_currency(self):
        coding = self._coding()
        move = self.env["account.move"].create(
            {
                "journal_id": self.general.id,
                "date": "2026-03-15",
                "line_ids": [
                    Command.create(
                        {
                            "account_id": account.id,
                            "currency_id": self.euro.id,
                            "amount_currency": amount,
                            **({"analytic_distribution": coding} if amount > 0 else {}),
                        }
                    )
                    for account, amount in ((self.expense, 100), (self.cash, -100))
                ],
            }
        )
        self._post_entry(move)
        self.assertEqual(self._buckets(), {"direct_cost": 120})

    def _post_entry(self, move):
        move._record_approval(120, 0, frozenset(self.job.ids))
        move.action_post()
