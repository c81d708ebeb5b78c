# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ProjectProject(models.Model):
    """What a job is charged with beside orders and bills."""

    _inherit = "project.project"

    reallocation_count = fields.Integer(
        compute="_compute_reallocation_count", groups="construction_jobcost.group_job_cost_user"
    )

    def _compute_reallocation_count(self):
        lines = self.env["construction.cost.reallocation.line"]
        groups = lines._read_group(
            [("project_id", "in", self.ids)], ["project_id"], ["reallocation_id:count_distinct"]
        )
        counts = {job.id: count for job, count in groups}
        for job in self:
            job.reallocation_count = counts.get(job.id, 0)

    def action_view_expenses(self):
        """Open the expenses of this job."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("hr_expense.hr_expense_actions_all")
        coding = {str(self.account_id.id): 100}
        return dict(
            action,
            domain=[("job_ids", "in", self.ids)],
            context={"default_analytic_distribution": coding},
            display_name=self.env._("Expenses of %(job)s", job=self.job_code),
        )

    def action_view_reallocations(self):
        """Open the reallocations out of this job and into it."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "construction_jobcost.construction_cost_reallocation_action"
        )
        jobs = ("line_ids.target_project_id", "=", self.id)
        return dict(
            action,
            domain=["|", ("project_id", "=", self.id), jobs],
            context={"default_project_id": self.id},
            display_name=self.env._("Reallocations of %(job)s", job=self.job_code),
        )

    def action_view_issues(self):
        """Open the transfers that issue goods to this job, or bring them back."""
        self.ensure_one()
        action = self._get_picking_action(
            self.env._("Stock Issues of %(job)s", job=self.job_code), "outgoing"
        )
        ordered = ("move_ids.purchase_line_id", "=", False)
        return dict(action, domain=[("project_id", "=", self.id), ordered])
