# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from odoo import models
from odoo.tools import format_date

from odoo.addons.construction_connector_base.core.item import Item
from odoo.addons.construction_jobcost.exceptions import SignedMonthError

HARD_LOCK = "hard_lock_date"


class ConstructionHandler(models.AbstractModel):
    """Documents whose date lies in a closed accounting period, or in a month that was signed off."""

    _inherit = "construction.handler"

    def _check_period(
        self,
        item: Item,
        day: date,
        *,
        purchase: bool = False,
        tax: bool = False,
        amount: Decimal | None = None,
    ) -> None:
        """Let a document wait until its accounting period is opened; stop it if that cannot be.

        :param purchase: whether the lock date of purchases counts
        :param tax: whether the lock date of the tax return counts
        :param amount: what is at stake, in company currency
        """
        # sudo: replaces the right to read companies' lock dates; exceptions from them still are
        # those of the service user
        company = self.env.company.sudo()
        locks = company._get_lock_date_violations(
            day, fiscalyear=True, sale=False, purchase=purchase, tax=tax, hard=True
        )
        if not locks:
            return
        values = {"date": format_date(self.env, day), "lock": format_date(self.env, max(locks)[0])}
        if any(name == HARD_LOCK for _until, name in locks):
            text = self.env._(
                "It is dated %(date)s; the books are closed for good until %(lock)s. Override it "
                "to record it nonetheless, or reject it and have it sent with a later date.",
                **values,
            )
            item.stop("period.closed", text, amount)
        else:
            text = self.env._(
                "It is dated %(date)s; the books are locked until %(lock)s.", **values
            )
            item.wait_for_period(day, text)

    def _check_signed_months(self, items: list[Item], day: Callable[[Item], date]) -> None:
        """Stop documents that would change the costs of a month which the company signed off.

        :param day: gives the day that the costs of an item count from
        """
        company = self.env.company
        until = company._get_closed_until()
        for item in items:
            if until and item.is_open and day(item) <= until:
                text = company._describe_signed_month(day(item), until)
                item.stop(SignedMonthError.code, text)
