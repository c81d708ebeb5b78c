# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    overtime_factor = fields.Float(
        default=1.5, digits=(4, 2), help="An overtime hour costs this many regular hours."
    )
    double_time_factor = fields.Float(
        default=2.0, digits=(4, 2), help="A double-time hour costs this many regular hours."
    )

    burden_type_id = fields.Many2one(
        "construction.cost.type",
        string="Burden Cost Type",
        default=lambda self: self.env.ref(
            "construction_jobcost.cost_type_burden", raise_if_not_found=False
        ),
        ondelete="restrict",
        check_company=True,
        help="Labor burden counts as this cost type. Empty: as that of the hours. Hours that are "
        "entered already keep theirs.",
    )

    _pay_factors_positive = models.Constraint(
        "CHECK (LEAST(overtime_factor, double_time_factor) >= 1)",
        "An overtime or double-time hour cannot cost less than a regular one.",
    )

    @api.model
    def _set_burden_type(self):
        """Let companies that were there before the cost type use it; once, on installation."""
        burden = self.env.ref("construction_jobcost.cost_type_burden")
        self.search([("burden_type_id", "=", False)]).burden_type_id = burden
