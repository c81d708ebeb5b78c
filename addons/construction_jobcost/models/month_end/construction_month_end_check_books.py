# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict
from decimal import Decimal

from odoo import api, models
from odoo.tools import SQL

from ...core.month_end import Item
from ...core.values import decimal
from ..construction_accrual_run import IN_FORCE
from .construction_month_end_check import Check


class ConstructionMonthEndCheck(models.AbstractModel):
    """What the books lack of the ledger, and the ledger of the documents."""

    _inherit = "construction.month.end.check"

    @api.model
    def _get_checks(self):
        finance = self.env._("Finance")
        return super()._get_checks() + [
            Check(
                "accruals",
                self.env._("Accruals not posted"),
                self._find_accruals,
                "construction_jobcost.construction_accrual_run_action",
                finance,
                id_field="",
            ),
            Check(
                "recovery",
                self.env._("Equipment use and burden not recovered"),
                self._find_recovery,
                "construction_jobcost.construction_recovery_run_action",
                finance,
                id_field="",
            ),
            Check(
                "ledger",
                self.env._("Ledger differences"),
                self._find_ledger_drifts,
                "construction_jobcost.construction_ledger_check_action",
                self.env._("Cost controller"),
            ),
        ]

    @api.model
    def _find_accruals(self, period):
        """Order lines whose accrual at the end of the month is not in the books.

        A company that has no journal for accruals does not post any.
        """
        if not period.company.accrual_journal_id:
            return []
        left = defaultdict(Decimal)
        for line, job, amount in self._get_accrued(period):
            left[job, line] += Decimal(amount)
        posted = self.env["construction.accrual.line"]._read_group(
            [
                ("run_id.company_id", "=", period.company.id),
                ("run_id.date", "=", period.last),
                ("run_id.state", "in", IN_FORCE),
            ],
            ["project_id", "order_line_id"],
            ["amount:sum"],
        )
        for job, line, amount in posted:
            left[job.id, line.id] -= decimal(amount)
        return [Item(*place, amount) for place, amount in left.items() if amount]

    @api.model
    def _get_accrued(self, period):
        # as text: the driver would turn numeric into float
        return self.env.execute_query(
            SQL(
                """
                SELECT source_id, project_id, SUM(amount)::text
                  FROM construction_cost_entry
                 WHERE source_model = 'purchase.order.line' AND bucket = 'accrued'
                   AND company_id = %s AND date <= %s
              GROUP BY 1, 2
                """,
                period.company.id,
                period.last,
            )
        )

    @api.model
    def _find_recovery(self, period):
        """What jobs carry of equipment and burden and no run posted, where there are runs."""
        items = []
        for number, kind in enumerate(("equipment", "burden")):
            company = period.company
            if company.recovery_journal_id and company[f"{kind}_recovery_account_id"]:
                items += self._get_unrecovered(period, kind, number)
        return items

    @api.model
    def _get_unrecovered(self, period, kind, number):
        run = self.env["construction.recovery.run"].new(
            {"company_id": period.company.id, "kind": kind, "date": period.last}
        )
        left = defaultdict(Decimal)
        for key, amount in run._get_carried().items():
            left[key.project_id] += amount
        for line in run._get_posted_lines():
            left[line.project_id.id] -= decimal(line.amount)
        return [Item(job, number, amount) for job, amount in left.items() if amount]

    @api.model
    def _find_ledger_drifts(self, period):
        """What the last ledger check found and nothing repaired since."""
        check = self.env["construction.ledger.check"].search([("date_end", "!=", False)], limit=1)
        if check.state != "drift":
            return []
        return [
            Item(line.project_id.id or 0, check.id, decimal(line.amount), check.user_id.id)
            for line in check.line_ids
            if line.company_id == period.company
        ]
