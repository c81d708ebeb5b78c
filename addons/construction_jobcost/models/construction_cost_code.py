# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class ConstructionCostCode(models.Model):
    _name = "construction.cost.code"
    _description = "Cost Code"
    _inherit = ["construction.analytic.dimension", "construction.code.lookup"]
    _order = "code, id"
    _parent_store = True
    _check_company_auto = True
    _analytic_plan_xmlid = "construction_jobcost.analytic_plan_cost_code"

    parent_id = fields.Many2one(
        "construction.cost.code", index=True, ondelete="restrict", check_company=True
    )
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("construction.cost.code", "parent_id")
    company_id = fields.Many2one(
        "res.company", index=True, help="Empty: every company uses this cost code."
    )
    uom_id = fields.Many2one("uom.uom", string="Unit")
    cost_type_ids = fields.Many2many(
        "construction.cost.type",
        string="Allowed Cost Types",
        check_company=True,
        help="Empty: every cost type may be used with this code.",
    )

    _code_uniq = models.UniqueIndex(
        "(COALESCE(company_id, 0), code)", "This cost code is in use already."
    )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_uncoded(self):
        uncoded = self.env.ref("construction_jobcost.cost_code_uncoded", raise_if_not_found=False)
        if uncoded and uncoded in self:
            raise UserError(
                self.env._(
                    "The cost code %(code)s collects costs that came without a code and cannot "
                    "be deleted.",
                    code=uncoded.code,
                )
            )

    def _takes(self, cost_type):
        """Tell whether the code may be used with a cost type."""
        self.ensure_one()
        return not self.cost_type_ids or cost_type in self.cost_type_ids
