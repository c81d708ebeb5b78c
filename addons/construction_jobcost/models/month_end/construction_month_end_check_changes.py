# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, models

from .construction_month_end_check import Check


class ConstructionMonthEndCheck(models.AbstractModel):
    """What would still move cost, or waits for a decision."""

    _inherit = "construction.month.end.check"

    @api.model
    def _get_checks(self):
        return super()._get_checks() + [
            Check(
                "reallocations",
                self.env._("Reallocations to decide"),
                self._find_reallocations,
                "construction_jobcost.construction_cost_reallocation_action",
                self.env._("Cost controller"),
            ),
            Check(
                "repricings",
                self.env._("Labor repricings to decide"),
                self._find_repricings,
                "construction_jobcost.construction_labor_repricing_action",
                self.env._("Cost controller"),
                of_company=True,
            ),
            Check(
                "changes",
                self.env._("Old pending changes"),
                self._find_changes,
                "construction_jobcost.construction_change_order_action",
                self.env._("Project manager"),
                is_blocking=False,
            ),
        ]

    @api.model
    def _find_reallocations(self, period):
        return self._find_items(
            period,
            "construction.cost.reallocation",
            [("state", "in", ("draft", "submitted"))],
            amount="amount_moved",
            person="create_uid",
        )

    @api.model
    def _find_repricings(self, period):
        """Repricings of hours of the month, or earlier; they stand on the company."""
        return self._find_items(
            period,
            "construction.labor.repricing",
            [("state", "in", ("draft", "submitted")), ("date_from", "<=", period.last)],
            job="",
            amount="amount_moved",
            person="create_uid",
        )

    @api.model
    def _find_changes(self, period):
        """Changes that were pending longer than the company's days at the end of the month."""
        days = timedelta(days=period.company.month_end_change_days)
        return self._find_items(
            period,
            "construction.change.order",
            [
                ("state", "=", "pending"),
                # a package has the money of its parts
                ("parent_id", "=", False),
                ("date_submitted", "<=", period.last - days),
            ],
            amount="cost_amount",
            person="responsible_id",
        )
