# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

from ..core.coding import Operation
from ..core.values import decimal
from .construction_cost_key_check import CodedLine


class ConstructionCommitmentChange(models.Model):
    """What a change of a commitment asks of the job: its codes and its budget."""

    _name = "construction.commitment.change"
    _inherit = ["construction.commitment.change", "construction.budget.checked"]
    _budget_document = "order"

    def _get_budget_requests(self):
        result = {change: [] for change in self if change.state == "pending"}
        lines = self.line_ids.filtered(lambda line: line.change_id in result)
        codings = lines._get_codings()
        for line in lines:
            company, rate = line.change_id.company_id, decimal(line.order_id.currency_rate or 1)
            result[line.change_id] += self.env["purchase.order.line"]._share_out(
                decimal(line.amount) / rate, codings[line], company
            )
        return result

    def _get_budget_counted(self):
        # submitted, all of it is pending
        return self._get_budget_requests()

    def _check_coding(self):
        """Raise CodingError naming the lines whose job does not take them.

        What is taken off goes where the order was coded already, also on a complete job.
        """
        keys, today = self.env["construction.cost.key"], fields.Date.context_today(self)
        codings = self.line_ids._get_codings()
        for operation, lines in (
            (Operation.ORDER, self.line_ids.filtered(lambda line: line.amount > 0)),
            (Operation.BILL, self.line_ids.filtered(lambda line: line.amount <= 0)),
        ):
            coded = [
                CodedLine(
                    line,
                    keys._get_parts(line._get_distribution()),
                    line.change_id.company_id.id,
                    today,
                    operation == Operation.ORDER,
                )
                for line in lines
                if codings[line]
            ]
            keys._check_coding(coded, operation, lambda line: line.change_id.display_name)
