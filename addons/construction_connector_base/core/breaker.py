# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""When to leave an outside system alone.

Closed: calls go out. Open: none does, until a moment. Half-open: one call tries whether the system
is back, the others wait for its result.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

State = Literal["closed", "open", "half_open"]

#: Failures one after the other that open the breaker.
LIMIT = 5
BASE_SECONDS = 30.0
CAP_SECONDS = 900.0
#: A call that tries a system again, and is not heard of for longer, is taken for dead.
PROBE_SECONDS = 120.0

#: Outcomes that say the system itself is in trouble.
FAILURES = frozenset({"retry", "unknown"})


@dataclass(frozen=True)
class Admission:
    """Whether calls may go out now. ``until``: they may not before. ``probe``: one may, to try."""

    until: datetime | None = None
    probe: bool = False


def trips(outcomes: Sequence[str], limit: int = LIMIT) -> bool:
    """Whether the newest outcomes (newest first) open the breaker.

    >>> trips(["retry"] * 5), trips(["retry"] * 4 + ["delivered"]), trips(["retry"] * 4)
    (True, False, False)
    """
    return len(outcomes) >= limit and all(one in FAILURES for one in outcomes[:limit])


def pause(openings: int) -> float:
    """Seconds for which it stays open, after that many openings in a row (1, 2, ...).

    >>> [pause(n) for n in (1, 2, 3, 10)]
    [30.0, 60.0, 120.0, 900.0]
    """
    return min(CAP_SECONDS, BASE_SECONDS * 2.0 ** min(max(openings, 1) - 1, 16))
