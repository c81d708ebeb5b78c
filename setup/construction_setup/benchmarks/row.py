# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""One line of a benchmark's result."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field

ROUNDS = 5


@dataclass(frozen=True)
class Row:
    """A median and the median of its baseline, in the same unit.

    ``ratio`` is value / baseline: units are rates, so more is better.
    """

    name: str
    value: float
    unit: str
    baseline: float
    compared_with: str
    ratio: float = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "ratio", round(self.value / self.baseline, 3))


def rates(
    count: int,
    *calls: Callable[[int], object],
    prepare: Callable[[int], object] = lambda number: None,
) -> list[float]:
    """The median rate of each call, in things per second; a call does ``count`` things.

    The calls take turns, so that a noisy moment of the machine hits all of them. A first round
    warms caches and is not counted, nor is what ``prepare`` does before each round.
    """
    seconds: list[list[float]] = [[] for _ in calls]
    for number in range(ROUNDS + 1):
        prepare(number)
        for taken, call in zip(seconds, calls, strict=True):
            begun = time.perf_counter()
            call(number)
            if number:
                taken.append(time.perf_counter() - begun)
    return [round(count / statistics.median(taken), 1) for taken in seconds]
