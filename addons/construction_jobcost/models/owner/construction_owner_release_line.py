# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class ConstructionOwnerReleaseLine(models.Model):
    """What one payer gives back on one item; contract's currency."""

    _name = "construction.owner.release.line"
    _description = "Owner Retention Release Line"
    _inherit = ["construction.payment.release.line"]
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

    _item_uniq = models.UniqueIndex(
        "(release_id, contract_line_id, payer_id)",
        "An item stands once on a release for each payer.",
    )

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
