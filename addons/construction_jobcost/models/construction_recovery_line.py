# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

from ..core.keys import CostKey


class ConstructionRecoveryLine(models.Model):
    """What a run posts on one budget line of one job."""

    _name = "construction.recovery.line"
    _description = "Recovery Line"
    _order = "run_id, project_id, cost_code_id, cost_type_id, id"
    _rec_name = "project_id"

    run_id = fields.Many2one(
        "construction.recovery.run", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="run_id.company_id", store=True)
    currency_id = fields.Many2one(related="run_id.currency_id")
    project_id = fields.Many2one(
        "project.project", string="Job", required=True, ondelete="restrict"
    )
    cost_code_id = fields.Many2one("construction.cost.code", required=True, ondelete="restrict")
    cost_type_id = fields.Many2one("construction.cost.type", required=True, ondelete="restrict")
    phase_id = fields.Many2one("construction.job.phase", ondelete="restrict")
    account_id = fields.Many2one("account.account", required=True, ondelete="restrict")
    amount = fields.Monetary(help="What the job carries and no run posted yet.")

    def _get_cost_key(self):
        self.ensure_one()
        return CostKey(
            self.project_id.id, self.cost_code_id.id, self.cost_type_id.id, self.phase_id.id or 0
        )
