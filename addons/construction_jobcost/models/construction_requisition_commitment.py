# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class ConstructionRequisition(models.Model):
    """What kind of commitment a requisition becomes."""

    _inherit = "construction.requisition"

    def _prepare_order_values(self, vendor, lines):
        values = super()._prepare_order_values(vendor, lines)
        if all(kind.billing_basis == "amount" for kind in lines.cost_type_id):
            values["commitment_type"] = "subcontract"
        return values
