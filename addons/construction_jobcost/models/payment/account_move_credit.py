# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dataclasses import replace

from odoo import models
from odoo.exceptions import UserError

from ...core.retention import NOTHING
from ...core.retention_credit import after, is_beyond, take_back
from ...core.values import decimal


class AccountMove(models.Model):
    """Credit notes for a part of a bill: their line of retention lowers what is held.

    A credit note without such a line leaves what is held. What is certified stays: what a credit
    note takes back of the work counts as certified and not billed.
    """

    _inherit = "account.move"

    # What a move withholds --------------------------------------------------------------------

    def _get_retention_lines(self):
        """Return the lines that withhold retention of a contract, or give it back."""
        return self.invoice_line_ids.filtered("retention_order_id")

    def _get_withheld(self, lines):
        """Return by how much more is held by these lines of the move (Decimal, its currency)."""
        total = sum((decimal(line.amount_currency) for line in lines), NOTHING)
        return total if self.is_sale_document() else -total

    def _get_credit_notes(self):
        """Return the posted credit notes of the bill, the oldest first."""
        notes = self.reversal_move_ids.filtered(lambda note: note.state == "posted")
        return notes.sorted(lambda note: (note.date, note.id))

    def _is_credited_whole(self, notes):
        """Tell whether these credit notes take back the bill and its retention."""
        total = sum(notes.mapped("amount_total"))
        if self.currency_id.compare_amounts(total, self.amount_total) < 0:
            return False
        held = self._get_withheld(self._get_retention_lines())
        taken = sum((note._get_withheld(note._get_retention_lines()) for note in notes), NOTHING)
        return held + taken == 0

    def _is_undone_by(self, notes):
        """Tell whether these credit notes undo a bill that nobody paid: it may be made again."""
        due = self.line_ids.filtered(lambda line: line.display_type == "payment_term")
        against = due.matched_debit_ids.debit_move_id | due.matched_credit_ids.credit_move_id
        paid = against.move_id - notes
        return bool(notes) and not paid and self._is_credited_whole(notes)

    # Item by item -----------------------------------------------------------------------------

    def _get_billed_parts(self):
        """Return {contract: {item: BilledPart}} of the document that the bill is for."""
        # Sudo: what was certified or released, whoever credits a part of its bill.
        move = self.sudo()
        document = move.payment_application_id or move.retention_release_id
        return document._get_billed_parts() if document else {}

    def _split_credits(self, notes):
        """Return {note: {item: Decimal}}: by how much less is held, in the contract's currency."""
        splits = {note: {} for note in notes}
        # most bills have no credit note: what they bill need not be read
        for contract, billed in self._get_billed_parts().items() if notes else ():
            parts = list(billed.values())
            rounding = decimal(contract.currency_id.rounding)
            for note in notes:
                left = dict(zip(billed, parts, strict=True))
                amount, parts = note._get_taken_back(contract, left)
                taken = take_back(amount, parts, rounding)
                splits[note].update(zip(billed, taken, strict=True))
                parts = after(parts, taken)
        return splits

    def _get_taken_back(self, contract, billed):
        """Return (by how much less of the contract is held, the parts with the work credited)."""
        lines = self._get_retention_lines()
        amount = -self._get_withheld(lines.filtered(lambda line: line._is_retained_of(contract)))
        if self.currency_id != contract.currency_id:
            balance = amount / decimal(self.invoice_currency_rate or 1)
            rate = decimal(contract._get_payment_rate(self.date))
            amount = decimal(contract.currency_id.round(float(balance * rate)))
        works = self._get_credited_works()
        parts = [replace(part, credited=works.get(item, NOTHING)) for item, part in billed.items()]
        return amount, parts

    def _get_credited_works(self):
        """Return {item: work that the credit note takes back (Decimal)}."""
        works = {}
        for line in self.invoice_line_ids.filtered("purchase_line_id"):
            item = line.purchase_line_id
            works[item] = works.get(item, NOTHING) + decimal(line.price_subtotal)
        return works

    # Checks -----------------------------------------------------------------------------------

    def _post(self, soft=True):
        credited = self.filtered(lambda move: move.reversed_entry_id and move._is_credit_note())
        credited._note_retention_lines()
        credited._check_credit()
        posted = super()._post(soft=soft)
        credited._check_still_held()
        return posted

    def button_draft(self):
        credited = self.filtered(lambda move: move.reversed_entry_id and move._is_credit_note())
        result = super().button_draft()
        credited._check_still_held()
        return result

    def _is_credit_note(self):
        return self.move_type in ("in_refund", "out_refund")

    def _note_retention_lines(self):
        """Let lines that were typed in on the account of retention say whose they are."""
        for note in self:
            # Sudo: whose retention it is follows from the bill, whoever credits.
            bill = note.sudo().reversed_entry_id
            orders = bill.invoice_line_ids.retention_order_id
            account = note.company_id.retention_payable_account_id
            if bill.move_type == "in_invoice" and len(orders) == 1:
                note.sudo().invoice_line_ids.filtered(
                    lambda line, account=account: (
                        line.account_id == account and not line.retention_order_id
                    )
                ).write(
                    {
                        "retention_order_id": orders.id,
                        "payment_application_id": bill.payment_application_id.id,
                    }
                )

    def _check_credit(self):
        """Raise UserError for credit notes that take back more retention than their bill has."""
        for note in self:
            # Sudo: what the bill withheld counts, whoever credits a part of it.
            bill = note.sudo().reversed_entry_id
            notes = bill._get_credit_notes() | note.sudo()
            splits = bill._split_credits(notes)
            for contract, billed in bill._get_billed_parts().items():
                amounts = [sum(splits[one][item] for item in billed) for one in notes]
                if is_beyond(amounts, list(billed.values())):
                    raise UserError(
                        self.env._(
                            "%(note)s takes back more retention than %(bill)s has of "
                            "%(contract)s. Correct its line of retention.",
                            note=note.display_name,
                            bill=bill.display_name,
                            contract=contract.display_name,
                        )
                    )

    def _check_still_held(self):
        """Raise UserError where less than nothing would be held after these credit notes."""
        # Sudo: what is held counts, whoever credits a part of its bill.
        for bill in self.sudo().reversed_entry_id:
            for contract in bill._get_billed_parts():
                for item, held in bill._get_held_now(contract).items():
                    if held < 0:
                        raise UserError(
                            self.env._(
                                "%(item)s: %(amount)s more would be given back of retention than "
                                "is held. It was released since: credit the work without its "
                                "retention, or undo the release first.",
                                item=item.display_name,
                                amount=contract.currency_id.format(float(-held)),
                            )
                        )

    def _get_held_now(self, contract):
        """Return {item: retention held (Decimal)} of a contract, of who is billed."""
        standings = contract._get_payment_standings()
        return {item: standing.held for item, standing in standings.items()}


class AccountMoveLine(models.Model):
    """Whose retention a line withholds."""

    _inherit = "account.move.line"

    def _is_retained_of(self, contract):
        return self.retention_order_id == contract
