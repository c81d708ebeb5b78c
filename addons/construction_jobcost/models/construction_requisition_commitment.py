# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class ConstructionRequisition(models.Model):
    """What kind of commitment a requisition becomes."""

    _inherit = "construction.requisition"

    def _prepare_order_values(self, vendor, items):
        values = super()._prepare_order_values(vendor, items)
        if all(line.cost_type_id.billing_basis == "amount" for line, _quantity in items):
            values["commitment_type"] = "subcontract"
        return values
