# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class ConstructionEstimateLine(models.Model):
    """What a budget line codes."""

    _inherit = "construction.estimate.line"

    def _get_analytic_distribution(self):
        """Return the distribution that codes a document line to this budget line."""
        self.ensure_one()
        # Sudo: replaces the right to read analytic accounts; the line's own right was checked.
        line = self.sudo()
        return self.env["construction.cost.key"]._distribution(
            line.estimate_id.project_id, line.cost_code_id, line.cost_type_id, line.phase_id
        )
