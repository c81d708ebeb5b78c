# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ConstructionRetentionReconciliationWizard(models.TransientModel):
    """Choose the day and the jobs to compare retention with its accounts for."""

    _name = "construction.retention.reconciliation.wizard"
    _description = "Compare Retention and Accounts"

    company_id = fields.Many2one(
        "res.company", default=lambda self: self.env.company, required=True
    )
    as_of = fields.Date(default=fields.Date.context_today, required=True)
    project_ids = fields.Many2many(
        "project.project",
        "construction_retention_reconciliation_job_rel",
        string="Jobs",
        domain="[('is_job', '=', True), ('company_id', '=', company_id)]",
        help="Empty: all jobs, and what stands on the accounts besides.",
    )

    def action_open_report(self):
        """Open the comparison."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "construction_jobcost.construction_retention_reconciliation_action"
        )
        domain = [("company_id", "=", self.company_id.id)]
        if self.project_ids:
            domain.append(("project_id", "in", self.project_ids.ids))
        context = {
            "as_of": fields.Date.to_string(self.as_of),
            "search_default_differences": 1,
        }
        title = self.env._("Retention and Accounts as of %(date)s", date=self.as_of)
        return dict(action, domain=domain, context=context, display_name=title)
