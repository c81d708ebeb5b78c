# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from ...core.retention import NOTHING
from ...core.values import decimal

#: Fields of what was added, and of what was taken off: before the application, and since.
KEPT = (
    ("additions_before_amount", "additions_amount"),
    ("deductions_before_amount", "deductions_amount"),
)


class ConstructionPaymentSheet(models.AbstractModel):
    """The contract's changes as they stood when a sheet was opened: later ones do not touch it."""

    _inherit = "construction.payment.sheet"

    additions_before_amount = fields.Monetary(
        readonly=True, copy=False, help="By changes that the application before counted."
    )
    additions_amount = fields.Monetary(readonly=True, copy=False)
    deductions_before_amount = fields.Monetary(
        readonly=True, copy=False, help="Below zero; as the application before counted them."
    )
    deductions_amount = fields.Monetary(readonly=True, copy=False)

    @api.model
    def _transition_fields(self):
        return super()._transition_fields() | {name for names in KEPT for name in names}

    @api.model
    def _get_change_depends(self):
        return [name for names in KEPT for name in names]

    def _get_change_amount(self):
        """Return line 2: the changes in force when the sheet was opened (Decimal)."""
        return sum((decimal(self[name]) for names in KEPT for name in names), NOTHING)

    def _open_lines(self):
        super()._open_lines()
        for application in self:
            # Sudo: who may work on the sheet has no right to say what it starts from.
            application.sudo()._set(**application._prepare_changes())

    def _prepare_changes(self):
        """Return the amounts of the changes in force, before the application and since."""
        totals = self[self._contract_field]._get_payment_change_totals()
        last = self._get_last()
        values = {}
        for names, total in zip(KEPT, totals, strict=True):
            counted = sum((decimal(last[name]) for name in names), NOTHING)
            values.update({names[0]: float(counted), names[1]: float(total - counted)})
        return values

    def _get_last(self):
        """Return the application that this one starts from."""
        self.ensure_one()
        # Sudo: what it starts from counts whoever asks.
        return self.sudo().search(
            [
                (self._contract_field, "=", self[self._contract_field].id),
                ("step", "!=", "void"),
                ("number", "<", self.number),
            ],
            order="number desc",
            limit=1,
        )
