# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The arithmetic of payment applications, the same for owner billing and for subcontracts.

The letters and numbers are those of the forms that the trade knows, G702 (summary) and G703
(continuation sheet). Amounts are in the contract's currency and already rounded to its cents.

Applications and releases of retention form one chain: each starts from the standing of the
lines that the one before left, so that what was certified before is never computed again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from .allocation import allocate
from .retention import NOTHING, Terms, Work, on_period, rounded


@dataclass(frozen=True)
class Standing:
    """Where a line of the schedule of values stands after all certificates so far.

    scheduled: C, its value today. work: value of the work in place, installed material included.
    stored: value of the material that is stored now. withheld_*: all that was ever held back of
    it. released: all that was ever given back, by credit notes for a part of a bill, too.
    """

    scheduled: Decimal
    work: Decimal = NOTHING
    stored: Decimal = NOTHING
    withheld_work: Decimal = NOTHING
    withheld_stored: Decimal = NOTHING
    released: Decimal = NOTHING

    @property
    def completed(self) -> Decimal:
        """G, completed and stored to date."""
        return self.work + self.stored

    @property
    def withheld(self) -> Decimal:
        """All that was held back to date."""
        return self.withheld_work + self.withheld_stored

    @property
    def held(self) -> Decimal:
        """I, what is held now."""
        return self.withheld - self.released

    @property
    def balance(self) -> Decimal:
        """H, what is still to be done of the scheduled value."""
        return self.scheduled - self.completed

    @property
    def percent(self) -> Decimal:
        """G/C in percent; nothing for a line without value."""
        return self.completed / self.scheduled * 100 if self.scheduled else NOTHING

    @property
    def earned(self) -> Decimal:
        """G - I, what is payable to date."""
        return self.completed - self.held


@dataclass(frozen=True)
class Claim:
    """What a line claims, or is certified, in one period.

    work: E without installed material. stored: newly stored. moved: stored before, installed now.
    withheld: what to hold back of this period's work and newly stored material together instead
    of what the terms say. released: retention given back with this application.
    """

    work: Decimal = NOTHING
    stored: Decimal = NOTHING
    moved: Decimal = NOTHING
    withheld: Decimal | None = None
    released: Decimal = NOTHING

    @property
    def this_period(self) -> Decimal:
        """The column E of the continuation sheet: work, and material that was installed."""
        return self.work + self.moved

    @property
    def completed(self) -> Decimal:
        """By how much completed and stored grows."""
        return self.work + self.stored


@dataclass(frozen=True)
class Fault:
    """What is wrong with a line (index; None: with all together), by a stable code."""

    code: str
    line: int | None = None


def advance(
    before: Sequence[Standing], claims: Sequence[Claim], terms: Terms, rounding: Decimal
) -> list[Standing]:
    """Return where the lines stand after one application.

    Terms that changed count from here on; what was held before stays. Material that was installed
    takes its retention along.
    """
    installed = [_installed(line, claim.moved, rounding) for line, claim in _pairs(before, claims)]
    done = [
        replace(line, work=line.work + claim.work, stored=line.stored + claim.stored)
        for line, claim in _pairs(installed, claims)
    ]
    on_work = on_period(terms, _works(installed), _works(done), rounding)
    return [
        _withhold(line, claim, part, terms, rounding)
        for line, claim, part in zip(done, claims, on_work, strict=True)
    ]


def _works(lines: Sequence[Standing]) -> list[Work]:
    return [Work(line.scheduled, line.work) for line in lines]


def _pairs(lines: Sequence[Standing], claims: Sequence[Claim]):
    return zip(lines, claims, strict=True)


def _installed(line: Standing, moved: Decimal, rounding: Decimal) -> Standing:
    """Stored material becomes work in place, with the retention on it."""
    if not moved or not line.stored:
        return replace(line, work=line.work + moved, stored=line.stored - moved)
    share = rounded(line.withheld_stored * moved / line.stored, rounding)
    return replace(
        line,
        work=line.work + moved,
        stored=line.stored - moved,
        withheld_work=line.withheld_work + share,
        withheld_stored=line.withheld_stored - share,
    )


def _withhold(
    line: Standing, claim: Claim, on_work: Decimal, terms: Terms, rounding: Decimal
) -> Standing:
    on_stored = rounded(terms.on_stored(claim.stored), rounding)
    if claim.withheld is not None:
        on_work, on_stored = _as_given(claim, rounding)
    return replace(
        line,
        withheld_work=max(NOTHING, line.withheld_work + on_work),
        withheld_stored=max(NOTHING, line.withheld_stored + on_stored),
        released=line.released + claim.released,
    )


def _as_given(claim: Claim, rounding: Decimal) -> tuple[Decimal, Decimal]:
    """What was said to be withheld, split between work and stored material by their values."""
    weights = [max(NOTHING, claim.work), max(NOTHING, claim.stored)]
    given = claim.withheld or NOTHING
    if not any(weights):
        return given, NOTHING
    on_work, on_stored = allocate(given, weights, rounding)
    return on_work, on_stored


@dataclass(frozen=True)
class Summary:
    """The numbered lines of an application's summary; 1 to 3 come from the contract."""

    original: Decimal
    changes: Decimal
    completed: Decimal
    held_work: Decimal
    held_stored: Decimal
    previous: Decimal

    @property
    def contract(self) -> Decimal:
        """Line 3: the contract sum to date."""
        return self.original + self.changes

    @property
    def held(self) -> Decimal:
        """Line 5: all retention held."""
        return self.held_work + self.held_stored

    @property
    def earned(self) -> Decimal:
        """Line 6: earned less retention."""
        return self.completed - self.held

    @property
    def due(self) -> Decimal:
        """Line 8: the payment due now."""
        return self.earned - self.previous

    @property
    def balance(self) -> Decimal:
        """Line 9: the balance to finish, retention included."""
        return self.contract - self.earned


def summarize(
    original: Decimal, changes: Decimal, before: Sequence[Standing], after: Sequence[Standing]
) -> Summary:
    """Return the summary of the certificate that led from one standing of the lines to another.

    original, changes: lines 1 and 2. Line 7 is what line 6 of the certificate before was.
    """
    held = sum((line.held for line in after), NOTHING)
    held_stored = sum((held_on_stored(line) for line in after), NOTHING)
    return Summary(
        original=original,
        changes=changes,
        completed=sum((line.completed for line in after), NOTHING),
        held_work=held - held_stored,
        held_stored=held_stored,
        previous=sum((line.earned for line in before), NOTHING),
    )


def held_on_stored(line: Standing) -> Decimal:
    """Return line 5b of one line: a release gives back what is held on work first."""
    return max(NOTHING, min(line.withheld_stored, line.held))


def faults(
    before: Sequence[Standing],
    claims: Sequence[Claim],
    after: Sequence[Standing],
    may_overbill: Sequence[bool],
) -> list[Fault]:
    """Return what is wrong with an application; nothing: it may be certified.

    may_overbill: by line, whether more than its scheduled value may be billed.
    """
    found = [
        Fault(code, index)
        for index, (line, claim, new) in enumerate(zip(before, claims, after, strict=True))
        for code in _line_faults(line, claim, new, may_overbill[index])
    ]
    if _due(before, after) < 0:
        found.append(Fault("application.due_negative"))
    return found


def _line_faults(before: Standing, claim: Claim, after: Standing, may_overbill: bool) -> list[str]:
    sign = -1 if before.scheduled < 0 else 1
    wrong = {
        "application.over_scheduled": not may_overbill and sign * after.balance < 0,
        "application.work_negative": sign * after.work < 0,
        "application.moved_negative": claim.moved < 0,
        "application.moved_more_than_stored": claim.moved > max(NOTHING, before.stored),
        "application.stored_negative": after.stored < 0 <= before.stored,
        "application.withheld_negative": claim.withheld is not None and after.held < 0,
        "application.released_negative": claim.released < 0,
        "application.released_more_than_held": after.held < 0,
    }
    return [code for code, is_wrong in wrong.items() if is_wrong]


def _due(before: Sequence[Standing], after: Sequence[Standing]) -> Decimal:
    return sum((new.earned - old.earned for old, new in zip(before, after, strict=True)), NOTHING)


def release(lines: Sequence[Standing], amount: Decimal | None, rounding: Decimal) -> list[Standing]:
    """Return where the lines stand after retention was given back, all or ``amount`` of it.

    A part is spread over the lines by what is held on each, to the last cent.
    Raises ValueError when more is to be released than is held.
    """
    held = [line.held for line in lines]
    total = sum(held, NOTHING)
    if amount is not None and not 0 <= amount <= total:
        raise ValueError(f"{amount} cannot be released: {total} is held")
    if not total:
        return list(lines)
    parts = held if amount is None else allocate(amount, held, rounding)
    return [
        replace(line, released=line.released + part)
        for line, part in zip(lines, parts, strict=True)
    ]
