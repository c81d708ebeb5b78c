# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

from ...core.retention import NOTHING


class ConstructionPaymentContract(models.AbstractModel):
    """What was added to a contract and taken off it."""

    _inherit = "construction.payment.contract"

    def _get_payment_change_amounts(self):
        """Return the approved changes of the contract one by one (Decimal, its currency)."""
        return [self._get_payment_changes()]

    def _get_payment_change_totals(self):
        """Return (additions, deductions) by the approved changes; deductions are below zero."""
        amounts = self._get_payment_change_amounts()
        return (
            sum((amount for amount in amounts if amount > 0), NOTHING),
            sum((amount for amount in amounts if amount < 0), NOTHING),
        )
