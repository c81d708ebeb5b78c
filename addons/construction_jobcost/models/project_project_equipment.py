# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ProjectProject(models.Model):
    """The equipment that stands on a job, and what it worked there."""

    _inherit = "project.project"

    equipment_ids = fields.One2many("maintenance.equipment", "job_id", string="Equipment on Job")
    equipment_count = fields.Integer(compute="_compute_equipment_count")

    def _compute_equipment_count(self):
        groups = self.env["maintenance.equipment"]._read_group(
            [("job_id", "in", self.ids)], ["job_id"], ["__count"]
        )
        counts = {job.id: count for job, count in groups}
        for job in self:
            job.equipment_count = counts.get(job.id, 0)

    def action_view_equipment_usage(self):
        """Open the equipment use of the job."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "construction_jobcost.construction_equipment_usage_action"
        )
        return dict(
            action,
            domain=[("project_id", "=", self.id)],
            context={"default_project_id": self.id},
        )
