# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from decimal import Decimal

from odoo import api, models
from odoo.tools import SQL

from ...core.month_end import Item
from .construction_month_end_check import Check


class ConstructionMonthEndCheck(models.AbstractModel):
    """Jobs that are not signed off, and what became known after a sign-off."""

    _inherit = "construction.month.end.check"

    @api.model
    def _get_checks(self):
        return super()._get_checks() + [
            Check(
                "jobs",
                self.env._("Jobs to sign off"),
                self._find_open_jobs,
                "construction_jobcost.project_project_job_action",
                self.env._("Project manager"),
                of_company=True,
            ),
            Check(
                "late",
                self.env._("Came after sign-off"),
                self._find_late_entries,
                "construction_jobcost.construction_cost_entry_action",
                self.env._("Cost controller"),
                is_blocking=False,
            ),
        ]

    @api.model
    def _get_jobs(self, period):
        """Return the jobs that take part in a close: those that are worked on or complete."""
        return self.env["project.project"].search(
            [
                ("is_job", "=", True),
                ("active", "=", True),
                ("company_id", "=", period.company.id),
                ("job_status", "not in", ("planned", "closed")),
            ],
            order="job_code, id",
        )

    @api.model
    def _find_open_jobs(self, period):
        """Jobs without a sign-off; they stand on the company, whose sign-off waits for them."""
        signed = self.env["construction.month.end.job"].search(
            [("month_end_id", "=", period.close.id or 0), ("state", "=", "signed")]
        )
        jobs = self._get_jobs(period) - signed.project_id
        return [Item(0, job.id, Decimal(0), job.user_id.id) for job in jobs]

    @api.model
    def _find_late_entries(self, period):
        """Amounts of the month that the ledger learned after the job, or the company, signed."""
        # SQL: the moment differs from job to job; as text: the driver would turn numeric into float
        rows = self.env.execute_query(
            SQL(
                """
                SELECT e.project_id, e.id, e.amount::text, e.create_uid
                  FROM construction_cost_entry e
             LEFT JOIN construction_month_end_job s
                    ON s.project_id = e.project_id AND s.month_end_id = %(close)s
                 WHERE e.company_id = %(company)s AND e.date BETWEEN %(first)s AND %(last)s
                   AND e.create_date > COALESCE(s.date_signed, %(signed)s)
                """,
                close=period.close.id or 0,
                company=period.company.id,
                first=period.first,
                last=period.last,
                signed=period.close.date_signed or None,
            )
        )
        return [Item(job, entry, Decimal(amount), user) for job, entry, amount, user in rows]
