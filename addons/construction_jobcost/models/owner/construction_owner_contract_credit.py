# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from odoo import models

from ...core.retention import NOTHING
from ...core.retention_credit import BilledPart
from ...core.values import decimal
from .account_move_owner_credit import RETAINED


class ConstructionOwnerContract(models.Model):
    """What credit notes for a part of an invoice took back of the retention, by payer."""

    _inherit = "construction.owner.contract"

    def _get_credited(self):
        credited = defaultdict(lambda: NOTHING)
        for (item, _payer), amount in self._get_credited_by_payer().items():
            credited[item] += amount
        return credited

    def _get_credited_by_payer(self):
        """Return {(item, payer): by how much less is held by credit notes (Decimal)}."""
        credited = defaultdict(lambda: NOTHING)
        for invoice in self._get_credited_invoices():
            for split in invoice._split_credits(invoice._get_credit_notes()).values():
                for item, amount in split.items():
                    credited[item, invoice.owner_payer_id] += amount
        return credited

    def _get_credited_invoices(self):
        """Return the invoices of which credit notes took back retention, but not the whole."""
        # Sudo: what was credited counts whoever goes on from there.
        notes = (
            self.env["account.move"]
            .sudo()
            .search(
                [
                    ("owner_contract_id", "in", self.ids),
                    ("move_type", "=", "out_refund"),
                    ("state", "=", "posted"),
                    ("invoice_line_ids.owner_role", "in", RETAINED),
                ]
            )
        )
        invoices = notes.reversed_entry_id
        return invoices.filtered(lambda move: not move._is_undone_by(move._get_credit_notes()))

    def _get_held_by_payer(self):
        held = super()._get_held_by_payer()
        for (item, payer), amount in self._get_credited_by_payer().items():
            payers = held.setdefault(item.id, {})
            payers[payer.id] = payers.get(payer.id, NOTHING) - amount
        return held


class ConstructionOwnerApplication(models.Model):
    """What the invoice of a payer withholds and gives back."""

    _inherit = "construction.owner.application"

    def _get_billed_parts(self, payer):
        """Return {item: BilledPart} of the invoice of a payer."""
        self.ensure_one()
        return {
            part.contract_line_id: BilledPart(
                withheld=decimal(part.withheld_amount), released=decimal(part.released_amount)
            )
            for part in self.part_ids.filtered(lambda part: part.payer_id == payer)
        }


class ConstructionOwnerRelease(models.Model):
    """What the invoice of a payer gives back."""

    _inherit = "construction.owner.release"

    def _get_billed_parts(self, payer):
        """Return {item: BilledPart} of the invoice of a payer."""
        self.ensure_one()
        return {
            line.contract_line_id: BilledPart(released=decimal(line.amount))
            for line in self.line_ids.filtered(lambda line: line.payer_id == payer)
        }
