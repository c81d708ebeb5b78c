# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from decimal import Decimal

from odoo import api, models

from ...core.month_end import Item
from .construction_month_end_check import Check


class ConstructionMonthEndCheck(models.AbstractModel):
    """What the owner has to be asked for, and what the jobs will come to."""

    _inherit = "construction.month.end.check"

    @api.model
    def _get_checks(self):
        manager = self.env._("Project manager")
        return super()._get_checks() + [
            Check(
                "owner_applications",
                self.env._("Owner applications to certify or invoice"),
                self._find_owner_applications,
                "construction_jobcost.construction_owner_application_action",
                self.env._("Finance"),
            ),
            Check(
                "forecasts",
                self.env._("Forecasts to approve"),
                self._find_forecasts,
                "construction_jobcost.construction_forecast_action",
                self.env._("Cost controller"),
            ),
            Check(
                "no_forecast",
                self.env._("Jobs without a forecast of the month"),
                self._find_missing_forecasts,
                "construction_jobcost.project_project_job_action",
                manager,
            ),
            Check(
                "papers",
                self.env._("Vendors' papers to verify"),
                self._find_papers,
                "construction_jobcost.construction_compliance_document_action",
                self.env._("Buyer"),
                is_blocking=False,
            ),
        ]

    @api.model
    def _find_owner_applications(self, period):
        """Applications of the month, or earlier, that are not invoiced to all payers."""
        return self._find_items(
            period,
            "construction.owner.application",
            [
                ("state", "in", ("draft", "submitted", "certified")),
                ("period_end", "<=", period.last),
            ],
            amount=lambda sheet: sheet._in_company_currency(sheet.gross_amount),
            person="create_uid",
        )

    @api.model
    def _find_forecasts(self, period):
        """Forecasts of the month, or earlier, that nobody approved; worth what they change."""
        return self._find_items(
            period,
            "construction.forecast",
            [("state", "in", ("draft", "submitted")), ("period", "<=", period.last)],
            amount="change_amount",
            person=lambda one: one.state == "draft" and one.user_id,
        )

    @api.model
    def _find_missing_forecasts(self, period):
        """Jobs that are forecast and have none of this month."""
        groups = self.env["construction.forecast"]._read_group(
            [("company_id", "=", period.company.id), ("state", "!=", "void")],
            ["project_id"],
            ["period:min", "period:array_agg"],
        )
        taking_part = self._get_jobs(period)
        return [
            Item(job.id, job.id, Decimal(0), job.user_id.id)
            for job, first, periods in groups
            if job in taking_part and first < period.last and period.last not in periods
        ]

    @api.model
    def _find_papers(self, period):
        """Papers that were handed in and that nobody verified; a job's, or the company's."""
        return self._find_items(
            period, "construction.compliance.document", [("step", "=", "draft")]
        )
