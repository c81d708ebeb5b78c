# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ConstructionCodedItem(models.AbstractModel):
    """A line of some quantity on a cost code and cost type."""

    _name = "construction.coded.item"
    _description = "Line with a Cost Code"

    company_id = fields.Many2one("res.company")
    cost_code_id = fields.Many2one(
        "construction.cost.code",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    cost_type_id = fields.Many2one(
        "construction.cost.type", required=True, ondelete="restrict", check_company=True
    )
    description = fields.Char(
        compute="_compute_description", store=True, readonly=False, precompute=True
    )
    quantity = fields.Float(digits=(16, 6))
    uom_id = fields.Many2one(
        "uom.uom",
        string="Unit",
        compute="_compute_uom_id",
        store=True,
        readonly=False,
        precompute=True,
        ondelete="restrict",
    )

    @api.depends("cost_code_id")
    def _compute_description(self):
        for line in self:
            line.description = line.description or line.cost_code_id.name

    @api.depends("cost_code_id")
    def _compute_uom_id(self):
        for line in self:
            line.uom_id = line.uom_id or line.cost_code_id.uom_id

    @api.constrains("cost_code_id", "cost_type_id")
    def _check_cost_type_id(self):
        for line in self:
            if not line._takes_cost_type():
                allowed = line.cost_code_id.cost_type_ids
                raise ValidationError(
                    self.env._(
                        "Cost code %(code)s does not take cost type %(type)s. "
                        "It takes: %(allowed)s.",
                        code=line.cost_code_id.code,
                        type=line.cost_type_id.code,
                        allowed=", ".join(allowed.mapped("code")) or self.env._("all of costs"),
                    )
                )

    def _takes_cost_type(self):
        """Tell whether the cost code may be used with the cost type here."""
        self.ensure_one()
        return self.cost_code_id._takes(self.cost_type_id)
