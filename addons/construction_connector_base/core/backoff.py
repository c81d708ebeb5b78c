# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""When to try again."""

import random

BASE_SECONDS = 5.0
CAP_SECONDS = 3600.0


def full_jitter(
    attempt: int,
    base: float = BASE_SECONDS,
    cap: float = CAP_SECONDS,
    rng: random.Random | None = None,
) -> float:
    """Seconds to wait before the next try, after ``attempt`` (1, 2, ...) failed ones.

    A random point between nothing and a limit that doubles with each attempt up to ``cap``:
    many messages that failed together do not come back together.
    """
    # beyond 2**32 the cap has long decided, and huge powers would overflow
    limit = min(cap, base * 2.0 ** min(max(attempt, 1) - 1, 32))
    return (rng or random).uniform(0.0, limit)
