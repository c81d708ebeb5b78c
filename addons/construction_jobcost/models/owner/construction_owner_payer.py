# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class ConstructionOwnerPayer(models.Model):
    """Who pays which share of a contract."""

    _name = "construction.owner.payer"
    _description = "Payer of an Owner Contract"
    _order = "contract_id, sequence, id"
    _rec_name = "partner_id"
    _check_company_auto = True

    contract_id = fields.Many2one(
        "construction.owner.contract", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="contract_id.company_id", store=True)
    sequence = fields.Integer(default=10)
    partner_id = fields.Many2one(
        "res.partner", string="Payer", required=True, check_company=True, ondelete="restrict"
    )
    share_percent = fields.Float(string="Share (%)", digits=(16, 6))

    _payer_uniq = models.UniqueIndex(
        "(contract_id, partner_id)", "A payer stands once in a contract."
    )
    _share_range = models.Constraint(
        "CHECK (share_percent >= 0 AND share_percent <= 100)", "A share is between 0 and 100 %."
    )

    @api.model_create_multi
    def create(self, vals_list):
        payers = super().create(vals_list)
        payers.contract_id._note_changed_shares()
        return payers

    def write(self, vals):
        if {"partner_id", "contract_id"} & vals.keys():
            self.contract_id._check_draft()
        result = super().write(vals)
        self.contract_id._note_changed_shares()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_if_draft(self):
        self.contract_id._check_draft()

    def _get_payer(self):
        return self
