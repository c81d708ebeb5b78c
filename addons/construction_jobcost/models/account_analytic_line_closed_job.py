# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class AccountAnalyticLine(models.Model):
    """The hours and other costs of a closed job are not deleted."""

    _inherit = "account.analytic.line"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_closed_job(self):
        # the lines of journal items follow their entry, which is guarded itself
        own = self.filtered(lambda line: not line.move_line_id)
        # Sudo: a job is closed or not, whoever reports the hours.
        jobs = self.env["project.project"].sudo().with_context(active_test=False)
        jobs.search([("account_id", "in", own.account_id.ids)])._check_not_closed()
