# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class ConstructionPaymentReleaseLine(models.AbstractModel):
    """What is given back on one item, in the contract's currency; ``_rec_name`` is the item.

    A model that inherits this declares ``release_id`` (a ``construction.payment.release``), the
    item, and how company and currency follow from the release.
    """

    _name = "construction.payment.release.line"
    _description = "Line of a Release of Retention"

    company_id = fields.Many2one("res.company")
    currency_id = fields.Many2one("res.currency")
    held = fields.Monetary(readonly=True, help="When the release was filled in.")
    amount = fields.Monetary(string="Release")

    _not_negative = models.Constraint("CHECK (amount >= 0)", "A release cannot be negative.")

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.release_id._check_draft()
        lines.release_id._note_approval_author(self.env.user)
        return lines

    def write(self, vals):
        self.check_access("write")
        self.release_id._check_draft()
        result = super().write(vals)
        self.release_id._note_approval_author(self.env.user)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_if_draft(self):
        self.release_id._check_draft()

    def _check_held(self, held):
        """Raise UserError when more is released than is held (Decimal) now."""
        if self.currency_id.compare_amounts(self.amount, float(held)) > 0:
            raise UserError(
                self.env._(
                    "%(item)s: %(amount)s is to be released, but only %(held)s is held. Fill the "
                    "release in again.",
                    item=self[self._rec_name].display_name,
                    amount=self.currency_id.format(self.amount),
                    held=self.currency_id.format(float(held)),
                )
            )
