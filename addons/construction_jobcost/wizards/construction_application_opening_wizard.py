# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ConstructionApplicationOpeningWizard(models.TransientModel):
    """Where a running subcontract stands."""

    _name = "construction.application.opening.wizard"
    _description = "Opening Balances of a Subcontract"
    _inherit = ["construction.opening.file"]
    _contract_field = "order_id"

    order_id = fields.Many2one("purchase.order", string="Subcontract", required=True, readonly=True)
