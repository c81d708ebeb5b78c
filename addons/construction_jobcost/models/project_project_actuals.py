# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class ProjectProject(models.Model):
    """What a job is charged with beside orders and bills."""

    _inherit = "project.project"

    def action_view_issues(self):
        """Open the transfers that issue goods to this job, or bring them back."""
        self.ensure_one()
        action = self._get_picking_action(
            self.env._("Stock Issues of %(job)s", job=self.job_code), "outgoing"
        )
        ordered = ("move_ids.purchase_line_id", "=", False)
        return dict(action, domain=[("project_id", "=", self.id), ordered])
