# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

from ..core.coding import Operation


class StockMove(models.Model):
    """Goods are taken in only for jobs that still take them."""

    _inherit = "stock.move"

    def _action_done(self, cancel_backorder=False):
        parts = self.env["construction.cost.key"]._parse(
            # Sudo: what was ordered for which job, whoever receives it.
            self.sudo().purchase_line_id.mapped("analytic_distribution")
        )
        jobs = {key.project_id for coding in parts for key, _percent in coding}
        self.env["project.project"].browse(jobs)._check_status(
            Operation.RECEIVE, ", ".join(self.picking_id.mapped("name"))
        )
        return super()._action_done(cancel_backorder=cancel_backorder)
