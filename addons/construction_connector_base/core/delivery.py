# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the answer to a delivery means."""

from collections.abc import Mapping
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime

from .adapter import Outcome, Response
from .http_client import CallError, Unanswered

#: Answers after which the same call may succeed later.
PASSING = frozenset({408, 425, 429})
#: No receiver can silence us for longer by its Retry-After.
MAX_RETRY_AFTER = 24 * 3600.0
#: Errors that no later call can avoid: the address itself must be mended.
OURS = frozenset({"forbidden_address", "invalid_request"})
#: What of an answer is kept for a person.
SHOWN = 500


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds that a receiver asks us to wait, or None. ``now``: UTC without zone.

    >>> retry_after({"retry-after": "30"}, datetime(2026, 3, 2))
    30.0
    >>> retry_after({"retry-after": "Mon, 02 Mar 2026 00:01:00 GMT"}, datetime(2026, 3, 2))
    60.0
    """
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        # more digits than any date has
        return min(float(value[:12]), MAX_RETRY_AFTER)
    try:
        moment = parsedate_to_datetime(value)
    except (TypeError, ValueError):
        return None
    if moment.tzinfo:
        moment = moment.astimezone(timezone.utc).replace(tzinfo=None)
    return min(max((moment - now).total_seconds(), 0.0), MAX_RETRY_AFTER)


def judge(response: Response, now: datetime) -> Outcome:
    """What an answer means by its status alone."""
    status = response.status
    if 200 <= status < 300:
        return Outcome("delivered", status=status)
    text = response.body[:SHOWN].decode("utf-8", "replace").replace("\x00", "").strip()
    if status in PASSING or status >= 500:
        error = "throttled" if status == 429 else f"http_{status // 100}xx"
        wait = retry_after(response.headers, now)
        return Outcome("retry", text, status, error, wait)
    if 300 <= status < 400:
        return Outcome("refused", text, status, "redirect")
    return Outcome("refused", text, status, f"http_{status // 100}xx")


def judge_error(error: CallError) -> Outcome:
    """What a call without an answer means."""
    if isinstance(error, Unanswered):
        return Outcome("unknown", error_class=error.error_class)
    if error.error_class in OURS:
        return Outcome("fault", error_class=error.error_class)
    return Outcome("retry", error_class=error.error_class)
