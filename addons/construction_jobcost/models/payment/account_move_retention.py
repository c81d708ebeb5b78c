# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dataclasses import replace

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...core.retention import NOTHING
from ...core.retention_ledger import Billing, settled
from ...core.values import decimal


class AccountMove(models.Model):
    """Bills that withhold retention or give it back: what the ledger has follows from them."""

    _inherit = "account.move"

    payment_application_id = fields.Many2one(
        "construction.payment.application",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    retention_release_id = fields.Many2one(
        "construction.retention.release",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    # without these, each change of a line of any bill would look for the documents it is the bill of
    billed_application_ids = fields.One2many("construction.payment.application", "bill_id")
    billed_release_ids = fields.One2many("construction.retention.release", "bill_id")

    def _write_multi(self, vals_list):
        result = super()._write_multi(vals_list)
        if any(not {"state", "date", "payment_state"}.isdisjoint(vals) for vals in vals_list):
            self._mark_retention()
        return result

    def _get_approval_facts(self):
        """Let what a certificate held back, and the bill does not, count as more to approve."""
        facts = super()._get_approval_facts()
        for bill in self.filtered("payment_application_id"):
            over = bill._get_over_certificate()
            if over:
                fact = facts[bill.id]
                facts[bill.id] = replace(fact, amount=fact.amount + over)
        return facts

    def _get_over_certificate(self):
        """Return what the bill pays above its certificate: Decimal, company currency, net of tax."""
        # Sudo: what was certified holds whoever enters the bill.
        due = self.sudo().payment_application_id.due_amount
        over = self.currency_id.round(self.amount_untaxed - due)
        if self.move_type != "in_invoice" or over <= 0:
            return NOTHING
        return decimal(self.company_id.currency_id.round(over / (self.invoice_currency_rate or 1)))

    def _check_taking_effect(self):
        super()._check_taking_effect()
        self._check_released()

    def _post(self, soft=True):
        self._check_released()
        return super()._post(soft=soft)

    def _check_released(self):
        """Raise UserError for a bill that gives back more than was released."""
        for bill in self.filtered("retention_release_id"):
            # Sudo: what was approved holds whoever posts.
            release = bill.sudo().retention_release_id
            over = bill.currency_id.compare_amounts(bill.amount_untaxed, release.amount) > 0
            if over and bill.move_type == "in_invoice":
                raise UserError(
                    self.env._(
                        "%(bill)s is more than %(release)s gives back. Bill what was approved, or "
                        "make another release.",
                        bill=bill.display_name,
                        release=release.display_name,
                    )
                )

    def _mark_retention(self):
        """Have the ledger look again at the documents behind these bills."""
        entries = self.env["construction.cost.entry"]
        # Sudo: the ledger follows whoever posts or pays.
        moves = self.sudo()
        moves |= moves.reversed_entry_id
        entries._mark_stale(moves.payment_application_id)
        entries._mark_stale(moves.retention_release_id)

    def _get_guarded_lines(self):
        # what a credit note gives back to the vendor of retention is no cost of it: it takes more
        # back of the work
        return (
            super()
            ._get_guarded_lines()
            .filtered(
                lambda line: (
                    line.move_id.move_type != "in_refund"
                    or line.analytic_distribution
                    or line.account_id != line.company_id.retention_payable_account_id
                )
            )
        )

    def _is_taken_back(self):
        """Tell whether credit notes that reverse the bill took all of it back."""
        if self.payment_state != "reversed":
            return False
        # a credit note about something else settles a bill, but does not take it back
        return self._is_credited_whole(self._get_credit_notes())

    def _is_standing(self):
        """Tell whether the bill, a draft too, was neither cancelled nor taken back."""
        return self.state in ("draft", "posted") and not self._is_taken_back()

    def _is_settled(self):
        """Tell whether nothing of a bill that stands is left to pay."""
        return self.payment_state in ("paid", "in_payment", "reversed")

    def _as_retention_billing(self):
        """Return the Billing of a posted bill."""
        self.ensure_one()
        notes = self._get_credit_notes()
        if self._is_taken_back():
            return Billing(self.date, reversed_on=max(notes.mapped("date")))
        due = self.line_ids.filtered(lambda line: line.display_type == "payment_term")
        # what credit notes take back is not asked for any more, rather than paid
        notes = notes.filtered(lambda note: note.currency_id == self.currency_id)
        total = -sum(decimal(line.amount_currency) for line in due)
        total -= sum(decimal(note.amount_total) for note in notes)
        return Billing(self.date, settled(total, due._get_settlements(notes), self.date))


class AccountMoveLine(models.Model):
    """What was set against the payable of a bill."""

    _inherit = "account.move.line"

    def _get_settlements(self, notes):
        """Return [(day, amount)] set against these lines, in their currency, positive (Decimal).

        notes: credit notes of the bill; they settle nothing.
        """
        return [
            (part.max_date, decimal(part.credit_amount_currency))
            for part in self.matched_debit_ids
            if part.debit_move_id.move_id not in notes
        ] + [
            (part.max_date, -decimal(part.debit_amount_currency))
            for part in self.matched_credit_ids
        ]


class AccountPartialReconcile(models.Model):
    """Paying a bill, or taking the payment back, changes what of released retention is paid."""

    _inherit = "account.partial.reconcile"

    @api.model_create_multi
    def create(self, vals_list):
        partials = super().create(vals_list)
        partials._get_retention_moves()._mark_retention()
        return partials

    def unlink(self):
        self._get_retention_moves()._mark_retention()
        return super().unlink()

    def _get_retention_moves(self):
        return self.debit_move_id.move_id | self.credit_move_id.move_id
