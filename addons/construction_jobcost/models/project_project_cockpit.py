# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class ProjectProject(models.Model):
    _inherit = "project.project"

    def action_view_cockpit(self):
        """Open the cockpit of this job."""
        self.ensure_one()
        action = self.env["ir.actions.client"]._for_xml_id(
            "construction_jobcost.construction_job_cockpit_action"
        )
        return dict(action, context={"active_id": self.id})
