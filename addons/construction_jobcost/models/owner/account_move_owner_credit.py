# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

from ...core.retention import NOTHING
from ...core.values import decimal

#: What lines of retention are on an owner invoice.
RETAINED = ("held", "released")


class AccountMove(models.Model):
    """Credit notes for a part of an owner invoice lower what the payer holds."""

    _inherit = "account.move"

    def _get_retention_lines(self):
        lines = self.invoice_line_ids.filtered(lambda line: line.owner_role in RETAINED)
        return super()._get_retention_lines() | lines

    def _get_billed_parts(self):
        # Sudo: what was certified or released, whoever credits a part of its invoice.
        move = self.sudo()
        document = move.owner_application_id or move.owner_release_id
        if document:
            return {move.owner_contract_id: document._get_billed_parts(move.owner_payer_id)}
        return super()._get_billed_parts()

    def _get_credited_works(self):
        works = super()._get_credited_works()
        for line in self.invoice_line_ids.filtered("owner_line_id"):
            item = line.owner_line_id
            works[item] = works.get(item, NOTHING) + decimal(line.price_subtotal)
        return works

    def _note_retention_lines(self):
        super()._note_retention_lines()
        for note in self.filtered("owner_contract_id"):
            # Sudo: whose retention it is follows from the invoice, whoever credits.
            roles = set(note.sudo().reversed_entry_id._get_retention_lines().mapped("owner_role"))
            account = note.company_id.retention_receivable_account_id
            note.sudo().invoice_line_ids.filtered(
                lambda line, account=account: line.account_id == account and not line.owner_role
            ).owner_role = "released" if roles == {"released"} else "held"

    def _get_held_now(self, contract):
        if contract._name != "construction.owner.contract":
            return super()._get_held_now(contract)
        held = contract._get_held_by_payer()
        payer = self.owner_payer_id.id
        return {item: held.get(item.id, {}).get(payer, NOTHING) for item in contract.line_ids}


class AccountMoveLine(models.Model):
    """Whose retention a line of an owner invoice withholds."""

    _inherit = "account.move.line"

    def _is_retained_of(self, contract):
        if contract._name != "construction.owner.contract":
            return super()._is_retained_of(contract)
        return self.owner_role in RETAINED and self.move_id.owner_contract_id == contract
