# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.exceptions import UserError


class ConstructionOwnerApplication(models.Model):
    """Opening balances of an owner's contract: no invoice; the ledger counts them as billed."""

    _inherit = "construction.owner.application"

    def _get_state(self, bills):
        return "paid" if self._counts_as_opening() else super()._get_state(bills)

    def _prepare_invoices(self):
        if self.is_opening:
            raise UserError(
                self.env._(
                    "%(application)s holds opening balances: the invoices for it exist.",
                    application=self.display_name,
                )
            )
        return super()._prepare_invoices()

    def _set_step(self, step, **vals):
        result = super()._set_step(step, **vals)
        # Sudo: the ledger follows whoever certifies or voids.
        payers = self.filtered("is_opening").sudo().contract_id.payer_ids
        self.env["construction.cost.entry"]._mark_stale(payers)
        return result
