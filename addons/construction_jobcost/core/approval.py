# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Who decides on a document, and whether what was approved still covers it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest


@dataclass(frozen=True)
class Rule:
    """An approval rule; ``project_id`` 0 means every job, ``minimum`` is in company currency."""

    id: int
    project_id: int
    minimum: Decimal
    sequence: int
    user_id: int
    group_id: int
    step: int = 1

    def is_met_by(self, user_id: int, group_ids: frozenset[int]) -> bool:
        """Tell whether a person with these groups satisfies the rule."""
        return user_id == self.user_id or self.group_id in group_ids


@dataclass(frozen=True)
class Facts:
    """What there is to approve: company currency, net of tax.

    ``partner_id`` is the commercial partner who is to be paid, 0 where none is chosen yet.
    ``project_ids`` are the jobs that bear the cost; without any nothing is to be approved.
    """

    amount: Decimal
    partner_id: int
    project_ids: frozenset[int]


@dataclass(frozen=True)
class Grant:
    """The approval in force of a document."""

    amount: Decimal
    partner_id: int
    project_ids: frozenset[int]


@dataclass(frozen=True)
class Person:
    """Somebody in whose right a document may be approved."""

    user_id: int
    group_ids: frozenset[int]


#: Alternatives: one rule of a rung has to be met.
Rung = list[Rule]


def ladder(
    rules: Iterable[Rule], project_id: int, amount: Decimal, each_height: bool = False
) -> list[Rung]:
    """Return the rungs that ``amount`` on a job has to climb in order; empty: no rule applies.

    Only the highest minimum that the amount reaches counts, or with ``each_height`` every
    minimum it reaches, the lowest first. Of one height, a job's own rules go before general
    ones; rules of one step are alternatives, its steps follow one another.
    """
    reached = [
        rule for rule in rules if rule.minimum <= amount and rule.project_id in (0, project_id)
    ]
    heights = sorted({rule.minimum for rule in reached})
    rungs = []
    for height in heights if each_height else heights[-1:]:
        level = [rule for rule in reached if rule.minimum == height]
        level = [rule for rule in level if rule.project_id] or level
        for step in sorted({rule.step for rule in level}):
            alternatives = [rule for rule in level if rule.step == step]
            rungs.append(sorted(alternatives, key=lambda rule: (rule.sequence, rule.id)))
    return rungs


def levels(ladders: Iterable[Sequence[Rung]]) -> list[list[Rung]]:
    """Return what to climb together: per level the rung of each job that is as high."""
    return [[rung for rung in level if rung is not None] for level in zip_longest(*ladders)]


def meets(person: Person, level: Iterable[Rung]) -> bool:
    """Tell whether a person may approve one level: a rule of each job's rung is met."""
    return all(
        any(rule.is_met_by(person.user_id, person.group_ids) for rule in rung) for rung in level
    )


def exposure(lines: Iterable[tuple[Decimal, Sequence[tuple[int, Decimal]]]]) -> Decimal:
    """Return what lines of (amount, [(job, percent)]) cost at most: net of credits, by job.

    What a line does not give to a job is netted apart, so that a credit elsewhere hides no cost
    of a job. As in the ledger, shares may sum up to more than the line and negative ones do not
    count. Any currency.
    """
    totals: dict[int, Decimal] = defaultdict(Decimal)
    for amount, coding in lines:
        rest = Decimal(100)
        for project_id, percent in coding:
            if percent > 0:
                totals[project_id] += amount * percent / 100
                rest -= percent
        totals[0] += amount * max(Decimal(0), rest) / 100
    return sum((max(Decimal(0), total) for total in totals.values()), Decimal(0))


def gap(facts: Facts, grant: Grant | None) -> str:
    """Name what the approval does not cover: "", "amount", "partner" or "jobs".

    Less than approved is always covered, and so is a document that costs nothing.
    """
    if not facts.project_ids or facts.amount <= 0:
        return ""
    if grant is None or facts.amount > grant.amount:
        return "amount"
    if grant.partner_id and facts.partner_id != grant.partner_id:
        return "partner"
    if not facts.project_ids <= grant.project_ids:
        return "jobs"
    return ""
