# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from ..core.coding import Operation
from ..core.values import decimal
from .construction_cost_key_check import CodedLine


class HrExpense(models.Model):
    """Expenses of a job: coded to what the job takes, from submission on."""

    _name = "hr.expense"
    _inherit = ["hr.expense", "construction.job.document"]

    job_ids = fields.Many2many(
        "project.project",
        "hr_expense_job_rel",
        "expense_id",
        "project_id",
        string="Jobs",
        compute="_compute_job_ids",
        store=True,
    )

    @api.model
    def _get_job_depends(self):
        return ["analytic_distribution"]

    def _get_job_accounts(self):
        keys = self.env["construction.cost.key"]
        return {
            account
            for distribution in self.mapped("analytic_distribution")
            for part in keys._get_parts(distribution)
            for account in part
        }

    @api.model
    def _recompute_job_ids(self, accounts):
        # Sudo: what a document is coded to does not depend on who looks.
        found = self.sudo().search([("analytic_distribution", "in", accounts.ids)])
        self.env.add_to_compute(self._fields["job_ids"], found)

    def action_submit(self):
        self._check_coding()
        return super().action_submit()

    def _check_coding(self):
        """Raise CodingError naming the expenses that their job does not take."""
        keys = self.env["construction.cost.key"]
        lines = [
            CodedLine(
                expense,
                keys._get_parts(expense.analytic_distribution),
                expense.company_id.id,
                expense.date or fields.Date.context_today(expense),
            )
            for expense in self
            if expense.job_ids
        ]
        keys._check_coding(
            lines,
            Operation.WORK,
            lambda expense: self.env._("Expense of %(who)s", who=expense.employee_id.name),
        )

    def _get_job_cost_amount(self):
        """Return what the expense costs, net of tax, in company currency (Decimal)."""
        self.ensure_one()
        return decimal(self.total_amount) - decimal(self.tax_amount)
