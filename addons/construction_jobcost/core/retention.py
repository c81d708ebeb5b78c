# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How much of the value of work and of stored material is held back.

Amounts are in the contract's currency, percentages from 0 to 100. A line of negative value (a
deduct, a backcharge) is held back nothing: what is held on a line is never below zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from .allocation import allocate

HUNDRED = Decimal(100)
NOTHING = Decimal(0)

#: What a band is a part of: each line's own value, or the value of all lines together.
Scope = Literal["line", "contract"]


@dataclass(frozen=True)
class Band:
    """Part of the way to completion: from the end of the band before up to ``up_to`` percent."""

    up_to: Decimal
    percent: Decimal


@dataclass(frozen=True)
class Terms:
    """What is agreed: a rate for work and one for stored material; bands replace that for work.

    Above the last band nothing is held back.
    """

    work: Decimal = NOTHING
    stored: Decimal = NOTHING
    bands: tuple[Band, ...] = ()
    scope: Scope = "line"

    def on_work(self, scheduled: Decimal, done: Decimal) -> Decimal:
        """Return what is held back, unrounded, of work of the value ``done``.

        scheduled: the value of the line or of the contract; the bands are parts of it.
        """
        if done <= 0:
            return NOTHING
        if not self.bands:
            return done * self.work / HUNDRED
        return self._in_bands(scheduled, done)

    def on_stored(self, value: Decimal) -> Decimal:
        """Return what is held back, unrounded, of stored material of that value."""
        return max(NOTHING, value) * self.stored / HUNDRED

    def _in_bands(self, scheduled: Decimal, done: Decimal) -> Decimal:
        """Each rate on the part of the value inside its band."""
        held, start = NOTHING, NOTHING
        for band in sorted(self.bands, key=lambda one: one.up_to):
            end = scheduled * band.up_to / HUNDRED
            held += max(NOTHING, min(done, end) - start) * band.percent / HUNDRED
            start = max(start, end)
        return held


@dataclass(frozen=True)
class Work:
    """Work on a line: its scheduled value, and the value done so far."""

    scheduled: Decimal
    done: Decimal


def on_period(
    terms: Terms, before: Sequence[Work], after: Sequence[Work], rounding: Decimal
) -> list[Decimal]:
    """Return what is held back of the work of one period on each line of a contract, rounded.

    It is what the terms hold of all work after the period less what they hold of the work before
    it: rounding never adds up, and what was held before stays. Bands of the contract count its
    lines together; what the period adds is spread over the lines by their work in it, to the
    last cent.
    """
    if terms.scope == "line" or not terms.bands:
        return [
            _held(terms, new.scheduled, new.done, rounding)
            - _held(terms, old.scheduled, old.done, rounding)
            for old, new in zip(before, after, strict=True)
        ]
    scheduled = sum((line.scheduled for line in after), NOTHING)
    ends = [
        _held(terms, scheduled, sum((line.done for line in lines), NOTHING), rounding)
        for lines in (before, after)
    ]
    steps = [new.done - old.done for old, new in zip(before, after, strict=True)]
    return _spread(ends[1] - ends[0], steps, rounding)


def _held(terms: Terms, scheduled: Decimal, done: Decimal, rounding: Decimal) -> Decimal:
    return rounded(terms.on_work(scheduled, done), rounding)


def _spread(amount: Decimal, steps: Sequence[Decimal], rounding: Decimal) -> list[Decimal]:
    """Spread what is held back more, or less, over the lines that moved that way."""
    if not amount:
        return [NOTHING for _step in steps]
    sign = 1 if amount > 0 else -1
    weights = [max(NOTHING, sign * step) for step in steps]
    if not any(weights):
        # the terms themselves changed what is held: all lines alike
        weights = [Decimal(1) for _step in steps]
    return allocate(amount, weights, rounding)


def rounded(amount: Decimal, rounding: Decimal) -> Decimal:
    """Return the multiple of ``rounding`` that is nearest; half a step goes away from zero."""
    return allocate(amount, [Decimal(1)], rounding)[0]
