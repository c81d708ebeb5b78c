# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class ConstructionOwnerLineShare(models.Model):
    """Who pays which share of one item, where the contract's shares do not hold."""

    _name = "construction.owner.line.share"
    _description = "Share of an Item"
    _order = "line_id, id"
    _rec_name = "payer_id"

    line_id = fields.Many2one(
        "construction.owner.contract.line", required=True, index=True, ondelete="cascade"
    )
    contract_id = fields.Many2one(related="line_id.contract_id", store=True)
    company_id = fields.Many2one(related="line_id.company_id", store=True)
    payer_id = fields.Many2one(
        "construction.owner.payer",
        required=True,
        domain="[('contract_id', '=', contract_id)]",
        ondelete="restrict",
    )
    share_percent = fields.Float(string="Share (%)", digits=(16, 6), default=100.0)

    _payer_uniq = models.UniqueIndex("(line_id, payer_id)", "A payer stands once on an item.")
    _share_range = models.Constraint(
        "CHECK (share_percent >= 0 AND share_percent <= 100)", "A share is between 0 and 100 %."
    )

    @api.model_create_multi
    def create(self, vals_list):
        shares = super().create(vals_list)
        shares.contract_id._note_changed_shares()
        return shares

    def write(self, vals):
        result = super().write(vals)
        self.contract_id._note_changed_shares()
        return result

    def unlink(self):
        contracts = self.contract_id
        result = super().unlink()
        contracts._note_changed_shares()
        return result

    @api.constrains("line_id", "payer_id")
    def _check_payer(self):
        for share in self:
            if share.payer_id.contract_id != share.line_id.contract_id:
                raise UserError(
                    self.env._(
                        "%(payer)s is no payer of %(contract)s.",
                        payer=share.payer_id.display_name,
                        contract=share.line_id.contract_id.display_name,
                    )
                )

    def _get_payer(self):
        return self.payer_id
