# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResCompany(models.Model):
    """Up to which day the cost of jobs is closed."""

    _inherit = "res.company"

    job_cost_lock_date = fields.Date(
        string="Job Cost Closed Until",
        help="Costs up to this day are moved on the first day after. Lock dates of Accounting "
        "count as well.",
    )

    def _get_job_cost_locks(self):
        """Return the last closed days (dates, False where nothing is closed)."""
        self.ensure_one()
        # Sudo: what is closed is closed for everybody; a branch is closed with its parents.
        companies = self.sudo().parent_ids
        names = ("job_cost_lock_date", "fiscalyear_lock_date", "hard_lock_date")
        return [company[name] for company in companies for name in names]
