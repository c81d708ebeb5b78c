# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.exceptions import ValidationError


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    @api.constrains("analytic_distribution")
    def _check_intercompany_coding(self):
        lines = self.filtered(
            lambda line: line.move_id.intercompany_run_id and line.analytic_distribution
        )
        parts = self.env["construction.cost.key"]._parse(lines.mapped("analytic_distribution"))
        if any(parts):
            raise ValidationError(
                self.env._(
                    "The job has the cost of a borrowed crew from its timesheets. Coded to the "
                    "job the entry would count it a second time: leave the coding out."
                )
            )
