# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Tells senders in the headers of an answer that what they send will end."""

from collections.abc import Iterable
from datetime import date, datetime, timezone
from email.utils import format_datetime

from .contract import Contract


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=timezone.utc)


def deprecation_headers(contracts: Iterable[Contract]) -> dict[str, str]:
    """``Deprecation`` (RFC 9745) and ``Sunset`` (RFC 8594) for a call with these contracts.

    Of several, the earliest day counts; a day in the future announces what will be. Without a
    deprecated contract there are no headers.
    """
    contracts = list(contracts)
    headers = {}
    deprecated = [one.deprecated_on for one in contracts if one.deprecated_on]
    if deprecated:
        headers["Deprecation"] = f"@{int(_midnight(min(deprecated)).timestamp())}"
    sunset = [one.sunset_on for one in contracts if one.sunset_on]
    if sunset:
        headers["Sunset"] = format_datetime(_midnight(min(sunset)), usegmt=True)
    return headers
