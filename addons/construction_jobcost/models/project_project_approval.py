# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class ProjectProject(models.Model):
    """A project that becomes a job brings no cost in that nobody approved."""

    _inherit = "project.project"

    def _mark_job_sources(self):
        """Judge also the orders, bills and entries that were coded to the account before.

        A cost controller takes a running project over as it is.
        """
        result = super()._mark_job_sources()
        jobs = self.filtered("is_job")
        if jobs and not self.env.user.has_group("construction_jobcost.group_cost_controller"):
            domain = [("analytic_distribution", "in", jobs.account_id.ids)]
            # Sudo: the guard judges what is coded, not what somebody may read of it.
            for lines, document in (
                ("purchase.order.line", "order_id"),
                ("account.move.line", "move_id"),
            ):
                found = self.env[lines].sudo().search(domain)[document]
                found._mark_for_approval_check()
        return result
