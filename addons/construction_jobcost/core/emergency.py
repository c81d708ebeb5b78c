# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""May somebody buy first and ask afterwards?"""

from __future__ import annotations

from datetime import date as Date
from decimal import Decimal


def refusal(amount: Decimal, limit: Decimal, still_open: Decimal, overdue: int) -> str:
    """Name what forbids an emergency purchase: "", "not_allowed", "overdue" or "limit".

    limit: what may be open at a time, 0 where the company knows no emergency purchases.
    still_open: what is bought so and not regularised yet, by the same buyer or for the same
    jobs; so that a purchase cut into pieces meets the limit as one. overdue: how many of these
    are past their deadline. Company currency, net of tax.
    """
    if limit <= 0:
        return "not_allowed"
    if overdue:
        return "overdue"
    return "limit" if amount + still_open > limit else ""


def state(cancelled: bool, regularised: bool, deadline: Date, today: Date) -> str:
    """Return where an emergency purchase stands; on the day of its deadline it is not late."""
    if regularised:
        return "regularised"
    if cancelled:
        return "cancelled"
    return "overdue" if deadline < today else "open"
