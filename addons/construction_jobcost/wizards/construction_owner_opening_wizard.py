# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ConstructionOwnerOpeningWizard(models.TransientModel):
    """Where a running contract with an owner stands."""

    _name = "construction.owner.opening.wizard"
    _description = "Opening Balances of an Owner Contract"
    _inherit = ["construction.opening.file"]
    _contract_field = "contract_id"

    contract_id = fields.Many2one(
        "construction.owner.contract", string="Owner Contract", required=True, readonly=True
    )
