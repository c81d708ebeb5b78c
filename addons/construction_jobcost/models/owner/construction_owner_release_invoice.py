# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import UserError


class ConstructionOwnerRelease(models.Model):
    """The invoices that ask the payers for what they held back."""

    _inherit = "construction.owner.release"

    def action_create_invoices(self):
        """Create the customer invoices of approved releases, as drafts; open them."""
        self.check_access("read")
        moves = self.env["account.move"]
        moves.check_access("create")
        for release in self.sudo():
            # Sudo: what was approved, whoever books it; the right to make invoices was asked above.
            moves |= moves.sudo().create(release._prepare_invoices())
        return moves.sudo(False)._open_owner_invoices()

    def action_view_invoices(self):
        """Open the invoices of the release."""
        self.ensure_one()
        return self.invoice_ids._open_owner_invoices()

    def _prepare_invoices(self):
        """Return the values of the invoices that are still to be made."""
        self.ensure_one()
        done = self.invoice_ids.filtered(lambda move: move._is_standing()).owner_payer_id
        lines = self.line_ids.filtered(lambda line: line.amount and line.payer_id not in done)
        if self.step != "approved" or not lines:
            raise UserError(
                self.env._(
                    "%(release)s cannot be invoiced: only an approved release can, and each "
                    "payer once.",
                    release=self.display_name,
                )
            )
        return [self._prepare_invoice_values(payer) for payer in lines.grouped("payer_id")]

    def _prepare_invoice_values(self, payer):
        values = self.contract_id._prepare_retention_values(
            self.env._("Retention released, %(contract)s", contract=self.contract_id.name),
            self._get_payer_net(payer),
            "released",
        )
        return {
            **self.contract_id._prepare_invoice_head(payer, self.date),
            "ref": self.name,
            "owner_release_id": self.id,
            "invoice_line_ids": [fields.Command.create(values)],
        }

    def _get_payer_net(self, payer):
        """Return what a payer gives back."""
        lines = self.line_ids.filtered(lambda line: line.payer_id == payer)
        return self.currency_id.round(sum(lines.mapped("amount")))
