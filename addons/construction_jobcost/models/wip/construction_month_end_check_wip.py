# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from ...core.month_end import Item
from ..month_end.construction_month_end_check import Check


class ConstructionMonthEndCheck(models.AbstractModel):
    """The WIP schedule of the month, where the company signs any."""

    _inherit = "construction.month.end.check"

    @api.model
    def _get_checks(self):
        return super()._get_checks() + [
            Check(
                "wip",
                self.env._("WIP schedule not signed"),
                self._find_wip,
                "construction_jobcost.construction_wip_schedule_action",
                self.env._("Finance"),
                of_company=True,
            )
        ]

    @api.model
    def _find_wip(self, period):
        """The month's schedule while it is not signed, 0 while there is none.

        A company that has no journal for the entry does not sign schedules.
        """
        if not period.company.wip_journal_id:
            return []
        schedule = self.env["construction.wip.schedule"].search(
            [
                ("company_id", "=", period.company.id),
                ("date", "=", period.last),
                ("state", "in", ("draft", "submitted", "approved")),
            ]
        )
        return [] if schedule.state == "approved" else [Item(0, schedule.id or 0)]
