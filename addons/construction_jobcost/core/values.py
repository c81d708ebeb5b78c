# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""From the floats of the ORM to exact decimals, and from moments to days."""

from __future__ import annotations

from datetime import date as Date
from datetime import datetime, time, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo


def decimal(value: float | int | None) -> Decimal:
    """Return the decimal that the float is printed as; nothing is zero."""
    return Decimal(str(value or 0))


def local_day(moment: datetime, zone: str | None) -> Date:
    """Return the day that a naive UTC moment falls on in time zone ``zone`` (none: UTC)."""
    return moment.replace(tzinfo=timezone.utc).astimezone(ZoneInfo(zone or "UTC")).date()


def local_noon(day: Date, zone: str | None) -> datetime:
    """Return noon of a day in time zone ``zone`` (none: UTC) as a naive UTC moment."""
    noon = datetime.combine(day, time(12), ZoneInfo(zone or "UTC"))
    return noon.astimezone(timezone.utc).replace(tzinfo=None)
