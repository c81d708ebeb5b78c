# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.fields import Domain

from ...core.match_exception import OPEN
from .construction_month_end_check import Check

BILLS = ("in_invoice", "in_refund", "in_receipt")


class ConstructionMonthEndCheck(models.AbstractModel):
    """Bills and entries of the month that are not in the books."""

    _inherit = "construction.month.end.check"

    @api.model
    def _get_checks(self):
        return super()._get_checks() + [
            Check(
                "matching",
                self.env._("Bills that do not match"),
                self._find_match_exceptions,
                "construction_jobcost.construction_match_exception_action",
                self.env._("Buyer"),
            ),
            Check(
                "bills",
                self.env._("Bills in draft"),
                self._find_bills,
                "account.action_move_in_invoice_type",
                self.env._("Finance"),
            ),
            Check(
                "entries",
                self.env._("Journal entries in draft"),
                self._find_entries,
                "account.action_move_journal_line",
                self.env._("Finance"),
            ),
        ]

    @api.model
    def _find_match_exceptions(self, period):
        """Findings on bills of the month, or earlier, that nobody decided."""
        return self._find_items(
            period,
            "construction.match.exception",
            [
                ("state", "=", OPEN),
                ("move_id.date", "<=", period.last),
                ("move_id.job_ids", "!=", False),
            ],
            job="move_id.job_ids",
            amount="amount",
            person="user_id",
        )

    @api.model
    def _find_bills(self, period):
        """Bills of the month, or earlier, that are not posted: to be approved, or to be checked."""
        return self._find_drafts(period, Domain("move_type", "in", BILLS))

    @api.model
    def _find_entries(self, period):
        return self._find_drafts(period, Domain("move_type", "=", "entry"))

    @api.model
    def _find_drafts(self, period, kind):
        dated = Domain("date", "<=", period.last) | Domain("invoice_date", "<=", period.last)
        lines = self.env["account.move.line"].search(
            Domain("move_id", "any", dated & kind & Domain("state", "=", "draft"))
            & Domain("company_id", "=", period.company.id)
            & Domain("analytic_distribution", "!=", False)
            & Domain("display_type", "=", "product")
        )
        return self._share_items(
            lines, document="move_id", amount="balance", person="move_id.create_uid"
        )
