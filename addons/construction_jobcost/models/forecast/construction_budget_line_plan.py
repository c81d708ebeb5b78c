# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import UserError

PLAN = frozenset({"plan_start", "plan_finish"})


class ConstructionBudgetLine(models.Model):
    """When the work of a budget line is planned."""

    _inherit = "construction.budget.line"

    plan_start = fields.Date(string="Start", help="Empty: the start of the job.")
    plan_finish = fields.Date(
        string="Finish", help="Empty: the finish of the job with the days of approved changes."
    )

    _plan_order = models.Constraint(
        "CHECK (plan_finish >= plan_start)", "Work cannot finish before it starts."
    )

    def write(self, vals):
        # what a line is, is where its costs fall: people write no more than its plan
        if not self.env.su and vals.keys() - PLAN:
            raise UserError(
                self.env._(
                    "A budget line stays what it is. Only its planned start and finish can be "
                    "changed."
                )
            )
        return super().write(vals)

    def _get_plan_days(self):
        """Return (start, finish) as planned for the line, else for its job."""
        self.ensure_one()
        job = self.project_id
        return self.plan_start or job.date_start, self.plan_finish or job.revised_finish_date
