# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class ConstructionChangeCoding(models.AbstractModel):
    """A line of a change: what it is, on which budget line, how much of it."""

    _name = "construction.change.coding"
    _description = "Coding of a Change Line"
    _inherit = ["construction.job.item"]
    _order = "sequence, id"
    _rec_name = "description"
    _check_company_auto = True

    sequence = fields.Integer(default=10)
    currency_id = fields.Many2one(related="company_id.currency_id")
    vendor_id = fields.Many2one("res.partner", check_company=True, ondelete="restrict")

    def _takes_cost_type(self):
        revenue = self.env.ref("construction_jobcost.cost_type_revenue")
        return self.cost_type_id != revenue and super()._takes_cost_type()

    @api.constrains("phase_id", "project_id")
    def _check_phase_id(self):
        return super()._check_phase_id()
