# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class ConstructionOwnerReleaseLine(models.Model):
    """What one payer gives back on one item; contract's currency."""

    _name = "construction.owner.release.line"
    _description = "Owner Retention Release Line"
    _order = "release_id, contract_line_id, payer_id, id"
    _rec_name = "contract_line_id"

    release_id = fields.Many2one(
        "construction.owner.release",
        string="Document",
        required=True,
        index=True,
        ondelete="cascade",
    )
    contract_id = fields.Many2one(related="release_id.contract_id", store=True, index=True)
    project_id = fields.Many2one(related="release_id.project_id", store=True)
    contract_line_id = fields.Many2one(
        "construction.owner.contract.line",
        string="Item",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    payer_id = fields.Many2one(
        "construction.owner.payer", required=True, readonly=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="release_id.company_id", store=True)
    currency_id = fields.Many2one(related="release_id.currency_id")
    held = fields.Monetary(readonly=True, help="When the release was filled in.")
    amount = fields.Monetary(string="Release")

    _item_uniq = models.UniqueIndex(
        "(release_id, contract_line_id, payer_id)",
        "An item stands once on a release for each payer.",
    )
    _not_negative = models.Constraint("CHECK (amount >= 0)", "A release cannot be negative.")

    @api.constrains("release_id", "contract_line_id", "payer_id")
    def _check_contract(self):
        for line in self:
            contract = line.release_id.contract_id
            if line.contract_line_id.contract_id != contract or line.payer_id not in (
                contract.payer_ids
            ):
                raise UserError(
                    self.env._(
                        "%(item)s, %(payer)s: no item or no payer of %(contract)s.",
                        item=line.contract_line_id.display_name,
                        payer=line.payer_id.display_name,
                        contract=contract.display_name,
                    )
                )

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
                    item=self.contract_line_id.display_name,
                    amount=self.currency_id.format(self.amount),
                    held=self.currency_id.format(float(held)),
                )
            )
