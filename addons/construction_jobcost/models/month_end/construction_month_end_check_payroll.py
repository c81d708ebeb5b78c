# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from ...core.month_end import Item
from ...core.values import decimal
from .construction_month_end_check import Check


class ConstructionMonthEndCheck(models.AbstractModel):
    """Labor that would count twice: by the hours of a job, and by the payroll that paid them."""

    _inherit = "construction.month.end.check"

    @api.model
    def _get_checks(self):
        return super()._get_checks() + [
            Check(
                "payroll",
                self.env._("Payroll coded to jobs"),
                self._find_payroll,
                "account.action_account_moves_all",
                self.env._("Finance"),
            )
        ]

    @api.model
    def _find_payroll(self, period):
        """Journal items of the month on the company's payroll accounts that are cost of a job.

        As the ledger has it: what recovery runs bring to the jobs is no cost of its own.
        """
        lines = self.env["account.move.line"].search(
            [
                ("company_id", "=", period.company.id),
                ("account_id", "in", period.company.payroll_account_ids.ids),
                ("date", ">=", period.first),
                ("date", "<=", period.last),
                ("parent_state", "=", "posted"),
                ("analytic_distribution", "!=", False),
            ]
        )
        counted = self.env["construction.cost.entry"]._read_group(
            [
                ("source_model", "=", lines._name),
                ("source_id", "in", lines.ids),
                ("bucket", "=", "direct_cost"),
            ],
            ["project_id", "source_id"],
            ["amount:sum"],
        )
        return [
            Item(job.id, line_id, decimal(amount), lines.browse(line_id).create_uid.id)
            for job, line_id, amount in counted
            if amount
        ]
