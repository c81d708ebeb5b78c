# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from contextlib import suppress
from datetime import date
from decimal import Decimal
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from odoo.exceptions import UserError
from odoo.tests import BaseCase, tagged

from ..core.billing_split import Split
from ..core.owner_billing import (
    Share,
    cost_plus,
    done_by_cost,
    is_apart,
    item_value,
    paid_steps,
    split_line,
)
from .owner_common import OwnerCommon

CENT = Decimal("0.01")
cents = st.integers(-(10**8), 10**8).map(lambda n: n * CENT)
positive = st.integers(0, 10**8).map(lambda n: n * CENT)
payers = st.dictionaries(st.integers(1, 5), st.integers(1, 100).map(Decimal), min_size=1)
NAMES = ("work", "withheld", "released")


@tagged("post_install", "-at_install")
class TestOwnerCore(BaseCase):
    @given(cents, cents, positive, payers, st.dictionaries(st.integers(1, 5), positive))
    def test_the_shares_are_the_line(self, work, withheld, released, shares, held):
        parts = split_line(Share(work, withheld, released), Split(shares), held, CENT)
        for name, whole in zip(NAMES, (work, withheld, released), strict=True):
            self.assertEqual(sum(getattr(part, name) for part in parts.values()), whole)

    @given(st.lists(st.tuples(positive, st.integers(0, 100)), min_size=1, max_size=6), payers)
    def test_nobody_is_held_less_than_nothing(self, periods, shares):
        """Whatever is billed, and whatever part of what is held is given back after it."""
        held = {}
        for work, part in periods:
            kept = (work / 10).quantize(CENT)
            total = sum(held.values(), Decimal(0)) + kept
            back = (total * part / 100).quantize(CENT)
            for payer, share in split_line(
                Share(work, kept, min(back, total)), Split(shares), held, CENT
            ).items():
                held[payer] = held.get(payer, Decimal(0)) + share.held
            self.assertGreaterEqual(min(held.values(), default=0), 0)

    @given(positive, positive, st.lists(positive, max_size=5))
    def test_a_bill_paid_in_full_is_the_part_in_full(self, total, asked, amounts):
        paid = sum(amounts, Decimal(0))
        rest = [(date(2026, 1, 1), amount) for amount in [*amounts, total - paid]]
        steps = paid_steps(total, asked, rest, CENT)
        self.assertEqual(sum(amount for _day, amount in steps), asked if total else 0)

    def test_values_and_progress(self):
        self.assertEqual(
            item_value("unit_price", Decimal(80), Decimal("2.505"), Decimal(0), CENT),
            Decimal("200.40"),
        )
        self.assertEqual(item_value("allowance", Decimal(2), Decimal(3), Decimal(9), CENT), 9)
        # 2,000 of 8,000 expected is a quarter; over the estimate it is no more than all
        self.assertEqual(done_by_cost(Decimal(10000), Decimal(2000), Decimal(8000), CENT), 2500)
        self.assertEqual(done_by_cost(Decimal(10000), Decimal(9), Decimal(8), CENT), 10000)
        self.assertEqual(done_by_cost(Decimal(10000), Decimal(9), Decimal(0), CENT), 0)
        self.assertEqual(cost_plus(Decimal(2000), Decimal(10), None, CENT), 2200)
        self.assertEqual(cost_plus(Decimal(2000), Decimal(10), Decimal(2100), CENT), 2100)
        self.assertTrue(is_apart(Decimal(60), Decimal(50), Decimal("9.99")))
        self.assertFalse(is_apart(Decimal(50), Decimal(60), Decimal(10)))


@tagged("post_install", "-at_install")
class TestOwnerMachine(OwnerCommon):
    """Certificates, invoices and their undoing in any order: the ledger follows the books."""

    def test_whatever_the_sequence(self):
        self.chance = Random(2652)
        self.contract = self._contract(
            9999.99,
            {"kind": "unit_price", "quantity": 333, "price_unit": 7.77},
            payers=[(self.owner, 33.3), (self.water, 66.7)],
            retention_work_percent=7.5,
        )
        steps = (self._next, self._next, self._invoice, self._reset, self._reverse, self._void)
        steps += (self._credit, self._credit)
        for _round in range(20):
            self.chance.choice(steps)()
            self._assert_chain()
            self._assert_books()
        self.assertLedgerAgrees()

    def _applications(self, *states):
        found = self.contract.application_ids.filtered(lambda a: a.state in states)
        return found.sorted("number")

    def _next(self):
        lines = self.contract._get_payment_standings().values()
        shares = [self.chance.choice((0, Decimal("0.07"), Decimal("0.21"))) for _line in lines]
        works = [
            float(round(line.balance * share, 2)) for line, share in zip(lines, shares, strict=True)
        ]
        if any(works):
            self._certified(self.contract, *works)

    def _invoice(self):
        for application in self._applications("certified")[:1]:
            self._invoiced(application)

    def _posted(self):
        moves = self._applications("billed").invoice_ids
        return moves.filtered(lambda move: move.state == "posted" and move._is_standing())

    def _reset(self):
        for move in self._posted()[:1]:
            move.button_draft()
            move.button_cancel()

    def _reverse(self):
        for move in self._posted()[:1]:
            move._reverse_moves([{"date": "2026-05-31"}], cancel=True)

    def _credit(self):
        """Credit a part of an invoice, with its retention or without."""
        moves = self._applications("billed").invoice_ids.filtered(
            lambda move: move.state == "posted" and move._is_standing()
        )
        for move in moves[-1:]:
            note = move._reverse_moves([{"date": "2026-05-31"}])
            retained = note.invoice_line_ids.filtered(lambda line: line.owner_role == "held")
            for line in note.invoice_line_ids - retained:
                line.price_unit = round(line.price_unit * 0.31, 2)
            if self.chance.random() < 0.3:
                retained.unlink()
            else:
                retained.price_unit = round(retained.price_unit * 0.37, 2)
            with suppress(UserError), self.env.cr.savepoint():
                note.action_post()

    def _void(self):
        for application in self._applications("certified", "billed")[-1:]:
            if not application.invoice_ids.filtered(lambda move: move._is_standing()):
                application.with_user(self.approver).action_void("Wrong")

    def _assert_chain(self):
        """Line 7 is line 6 of the one before, nothing is held below zero, parts are the whole."""
        before = 0.0
        for application in self._applications("certified", "billed", "paid"):
            # more only by what credit notes took back since: it is held no more
            self.assertGreaterEqual(round(application.previous_amount - before, 2), 0)
            before = application.earned_amount
            self.assertGreaterEqual(min(application.line_ids.mapped("held")), 0)
            total = sum(application.part_ids.mapped("net_amount"))
            self.assertAlmostEqual(total, application.due_amount, 2)

    def _assert_books(self):
        """The ledger has what the posted invoices and credit notes have; so has each payer."""
        payers = [
            held for item in self.contract._get_held_by_payer().values() for held in item.values()
        ]
        self.assertGreaterEqual(min(payers, default=0), 0)
        (booked,) = self._figures("owner_retention_held")
        self.assertAlmostEqual(float(sum(payers)), booked + self._sum_to_invoice(), 2)
        self.env.cr.flush()
        lines = self.env["account.move.line"].search(
            [("move_id.owner_contract_id", "=", self.contract.id), ("parent_state", "=", "posted")]
        )
        work = lines.filtered(lambda line: line.account_id == self.income)
        held = lines.filtered(lambda line: line.account_id == self.retained)
        self.assertEqual(
            self._figures("billed", "owner_retention_held"),
            (round(-sum(work.mapped("balance")), 2), round(sum(held.mapped("balance")), 2)),
        )

    def _sum_to_invoice(self):
        """Return what is certified to be held of payers who have no invoice of it."""
        total = 0.0
        for application in self._applications("certified", "billed", "paid"):
            moves = application.invoice_ids.filtered(
                lambda move: move.state == "posted" and move._is_standing()
            )
            parts = application.part_ids.filtered(
                lambda part, payers=moves.owner_payer_id: part.payer_id not in payers
            )
            total += sum(parts.mapped("withheld_amount")) - sum(parts.mapped("released_amount"))
        return total
