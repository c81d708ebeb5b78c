# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Whether an amount became known in time, and up to when knowledge counts."""

from __future__ import annotations

from datetime import date as Date
from datetime import datetime, timedelta

ON_TIME, LATE, CLOSED = "on_time", "late", "closed"


def timing(day: Date, known: Date, grace: int, closed_until: Date | None) -> str:
    """Return how an amount that counts from ``day`` became known on the day ``known``.

    ``CLOSED``: its period was closed (up to and including ``closed_until``) already; ``LATE``:
    more than ``grace`` days after its day; else ``ON_TIME``.
    """
    if closed_until and day <= closed_until:
        return CLOSED
    return LATE if known > day + timedelta(days=grace) else ON_TIME


def after_second(moment: datetime) -> datetime:
    """Return the first moment after the second that ``moment`` (naive UTC) falls in.

    People choose seconds, the ledger keeps microseconds: a chosen second is included wholly.
    """
    return moment.replace(microsecond=0) + timedelta(seconds=1)
