# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from ..core.coding import Operation
from .account_analytic_line import CODING
from .construction_cost_key_check import CodedLine


class AccountAnalyticLine(models.Model):
    """Hours and other costs without a journal item are coded to what their job takes."""

    _inherit = "account.analytic.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_coding()
        return lines

    def write(self, vals):
        result = super().write(vals)
        if not self._get_coded_fields().isdisjoint(vals):
            self._check_coding()
        return result

    @api.model
    def _get_coded_fields(self):
        return {"project_id", "date", "unit_amount", *CODING, *self._get_coding_columns()}

    def _check_coding(self):
        """Raise CodingError naming the lines that cannot be coded so."""
        # Sudo: a code is closed or not, whoever reports the hours.
        costs = self.sudo().filtered(lambda line: line.account_id and not line.move_line_id)
        columns = self._get_coding_columns()
        lines = [
            CodedLine(
                line,
                [[line[column].id for column in columns if line[column]]],
                line.company_id.id,
                line.date or fields.Date.context_today(self),
                # what comes back from a job keeps the coding it was issued with
                not line.stock_move_id.origin_returned_move_id,
            )
            for line in costs
        ]
        self.env["construction.cost.key"]._check_coding(
            lines,
            Operation.WORK,
            lambda line: self.env._(
                "%(who)s on %(day)s",
                who=line.employee_id.name or self.env._("Analytic line"),
                day=line.date,
            ),
        )
