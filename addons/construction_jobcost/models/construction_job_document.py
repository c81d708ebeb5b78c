# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class ConstructionJobDocument(models.AbstractModel):
    """A document whose lines are coded to jobs: it knows which, for its record rules.

    Whoever works on one of the jobs sees the whole document: an order or a bill is one paper.
    The model that inherits this declares the stored field ``job_ids``.
    """

    _name = "construction.job.document"
    _description = "Document of Jobs"

    #: The lines, which have an analytic distribution.
    _job_lines_field = ""

    @api.depends(lambda self: self._get_job_depends())
    def _compute_job_ids(self):
        accounts = {record: record._get_job_accounts() for record in self}
        # Sudo: what a document is coded to does not depend on who looks.
        jobs = self.env["project.project"].sudo().with_context(active_test=False)
        known = {
            job.account_id.id: job.id
            for job in jobs.search_fetch(
                [
                    ("account_id", "in", list(set().union(*accounts.values()))),
                    ("is_job", "=", True),
                ],
                ["account_id"],
            )
        }
        for record in self:
            record.job_ids = [known[account] for account in accounts[record] if account in known]

    @api.model
    def _get_job_depends(self):
        return [f"{self._job_lines_field}.analytic_distribution"] if self._job_lines_field else []

    def _get_job_accounts(self):
        """Return the ids of the analytic accounts that the lines name."""
        keys = self.env["construction.cost.key"]
        return {
            account
            for distribution in self[self._job_lines_field].mapped("analytic_distribution")
            for text in distribution or {}
            for account in keys._accounts(text)
        }

    def _check_jobs_not_closed(self):
        """Raise UserError for documents of a closed job: its figures do not change any more."""
        # Sudo: a job is closed or not, whoever looks.
        self.sudo().job_ids._check_not_closed()

    @api.model
    def _recompute_job_ids(self, accounts):
        """Look anew at the documents coded to accounts that became, or are no more, a job's."""
        lines = self.env[self._fields[self._job_lines_field].comodel_name]
        inverse = self._fields[self._job_lines_field].inverse_name
        # Sudo: as in _compute_job_ids.
        found = lines.sudo().search([("analytic_distribution", "in", accounts.ids)])[inverse]
        self.env.add_to_compute(self._fields["job_ids"], found)
