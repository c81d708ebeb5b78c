# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from __future__ import annotations

from datetime import date
from decimal import Decimal

from odoo import models
from odoo.tools import format_date

from odoo.addons.construction_connector_base.core.item import Item

HARD_LOCK = "hard_lock_date"


class ConstructionHandler(models.AbstractModel):
    """Documents whose date lies in a closed accounting period."""

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
