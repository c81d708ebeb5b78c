# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class AccountAnalyticLine(models.Model):
    """Hours and other costs of jobs stay as they are in a month that was signed off."""

    _inherit = "account.analytic.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_month_open()
        return lines

    def write(self, vals):
        if not (self._cost_trigger_fields() & vals.keys()):
            return super().write(vals)
        self._check_month_open()
        result = super().write(vals)
        self._check_month_open()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_signed_month(self):
        self._check_month_open()

    def _check_month_open(self):
        # Sudo: a month is signed off or not, whoever reports the hours.
        if not self.sudo().company_id.filtered(lambda one: one.month_end_guard == "refuse"):
            return
        # the lines of journal items follow their entry, which is guarded itself
        own = self.sudo().filtered(lambda line: not line.move_line_id)
        jobs = self.env["project.project"].sudo().with_context(active_test=False)
        for job in jobs.search([("account_id", "in", own.account_id.ids), ("is_job", "=", True)]):
            lines = own.filtered(lambda line, job=job: line.account_id == job.account_id)
            job.company_id._check_month_open(lines.mapped("date"))
