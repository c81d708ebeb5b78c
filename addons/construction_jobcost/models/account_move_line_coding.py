# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from ..core.coding import Operation
from .construction_cost_key_check import CodedLine


class AccountMoveLine(models.Model):
    """Posted lines are checked whenever their coding changes."""

    _inherit = "account.move.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.filtered(lambda line: line.parent_state == "posted").move_id._check_coding()
        return lines

    def write(self, vals):
        result = super().write(vals)
        if "analytic_distribution" in vals:
            self.filtered(lambda line: line.parent_state == "posted").move_id._check_coding()
        return result

    def _check_coding(self):
        keys = self.env["construction.cost.key"]
        costs = self.filtered(lambda line: line.analytic_distribution and line._is_job_cost())
        for operation, lines in costs.grouped(lambda line: line._get_coding_operation()).items():
            keys._check_coding(
                [line._prepare_coded_line() for line in lines],
                operation,
                lambda line: line.move_id._get_approval_name(),
            )

    def _prepare_coded_line(self):
        self.ensure_one()
        return CodedLine(
            self,
            self.env["construction.cost.key"]._get_parts(self.analytic_distribution),
            self.company_id.id,
            self.move_id.date or fields.Date.context_today(self),
            not self._has_given_coding(),
        )

    def _is_job_cost(self):
        """Tell whether the ledger takes the line for a cost where it names a job."""
        self.ensure_one()
        if self.move_id.is_purchase_document(include_receipts=True):
            return self.display_type == "product"
        return self.move_id.move_type == "entry" and self.account_id._takes_job_cost()

    def _get_coding_operation(self):
        """Return what the line does on its job (coding.Operation)."""
        return Operation.BILL

    def _has_given_coding(self):
        """Tell whether the coding was accepted before, with the order or the bill it follows.

        A code that is closed now still takes the bill of an order, and the reversal of a bill.
        """
        self.ensure_one()
        # Sudo: whoever books the bill, it follows its order.
        line = self.sudo()
        if line.purchase_line_id:
            return line.analytic_distribution == line.purchase_line_id.analytic_distribution
        reversed_lines = line.move_id.reversed_entry_id.line_ids
        return line.analytic_distribution in reversed_lines.mapped("analytic_distribution")
