# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

SYSTEM_XMLIDS = (
    "cost_type_labor",
    "cost_type_burden",
    "cost_type_material",
    "cost_type_subcontract",
    "cost_type_equipment",
    "cost_type_other",
    "cost_type_revenue",
)


class ConstructionCostType(models.Model):
    _name = "construction.cost.type"
    _description = "Cost Type"
    _inherit = ["construction.analytic.dimension", "construction.code.lookup"]
    _order = "sequence, code, id"
    _check_company_auto = True
    _analytic_plan_xmlid = "construction_jobcost.analytic_plan_cost_type"

    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company", index=True, help="Empty: every company uses this cost type."
    )
    billing_basis = fields.Selection(
        [("quantity", "Quantity"), ("amount", "Amount")],
        required=True,
        default="quantity",
        help="How bills draw down an order line of this type: by units, or by money as on a "
        "schedule of values.",
    )
    product_id = fields.Many2one(
        "product.product",
        string="Default Product",
        domain="[('purchase_ok', '=', True), ('type', '=', 'service')]",
        check_company=True,
        ondelete="restrict",
        help="Stands on an order line that names no item.",
    )

    _code_uniq = models.UniqueIndex(
        "(COALESCE(company_id, 0), code)", "This cost type code is in use already."
    )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_system(self):
        for xmlid in SYSTEM_XMLIDS:
            if self.env.ref(f"construction_jobcost.{xmlid}", raise_if_not_found=False) in self:
                raise UserError(
                    self.env._(
                        "The cost types delivered with the system cannot be deleted. "
                        "Archive the ones you do not use."
                    )
                )
