# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from ..core.keys import CostKey


class ConstructionIntercompanyCharge(models.Model):
    """What a run charges for the hours on one cost code of one job; corrections are negative."""

    _name = "construction.intercompany.charge"
    _description = "Inter-Company Charge"
    _order = "run_id, project_id, cost_code_id, cost_type_id, id"
    _rec_name = "project_id"

    run_id = fields.Many2one(
        "construction.intercompany.run",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    currency_id = fields.Many2one(related="run_id.currency_id")
    project_id = fields.Many2one(
        "project.project", string="Job", required=True, readonly=True, ondelete="restrict"
    )
    cost_code_id = fields.Many2one(
        "construction.cost.code", required=True, readonly=True, ondelete="restrict"
    )
    cost_type_id = fields.Many2one(
        "construction.cost.type", required=True, readonly=True, ondelete="restrict"
    )
    hours = fields.Float(readonly=True)
    amount = fields.Monetary(readonly=True)

    @api.model
    def _get_key(self, job, cost_code, cost_type):
        return CostKey(job.id, cost_code.id, cost_type.id, 0)

    def action_view_timesheets(self):
        """Open the hours that are charged here, corrected ones of earlier runs included."""
        self.ensure_one()
        run = self.run_id
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Hours on %(job)s", job=self.project_id.job_code),
            "res_model": "account.analytic.line",
            "views": [(self.env.ref("hr_timesheet.hr_timesheet_line_tree").id, "list")],
            "domain": [
                ("lending_company_id", "=", run.provider_company_id.id),
                ("project_id", "=", self.project_id.id),
                ("cost_code_id", "in", self.cost_code_id.ids),
                ("date", "<=", run.date),
            ],
            "context": {"create": False, "edit": False},
        }
