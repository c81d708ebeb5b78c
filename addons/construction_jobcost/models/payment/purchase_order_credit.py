# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from odoo import models

from ...core.retention import NOTHING


class PurchaseOrder(models.Model):
    """What credit notes for a part of a bill took back of a subcontract's retention."""

    _inherit = "purchase.order"

    def _get_credited(self):
        credited = defaultdict(lambda: NOTHING)
        items = self._get_payment_items()
        for bill in self._get_credited_bills():
            for split in bill._split_credits(bill._get_credit_notes()).values():
                for item, amount in split.items():
                    if item in items:
                        credited[item] += amount
        return credited

    def _get_credited_bills(self):
        """Return the bills of which credit notes took back retention, but not the whole bill."""
        # Sudo: what was credited counts whoever goes on from there.
        lines = (
            self.env["account.move.line"]
            .sudo()
            .search(
                [
                    ("retention_order_id", "in", self.ids),
                    ("move_id.move_type", "=", "in_refund"),
                    ("parent_state", "=", "posted"),
                ]
            )
        )
        bills = lines.move_id.reversed_entry_id
        return bills.filtered(lambda bill: not bill._is_undone_by(bill._get_credit_notes()))
