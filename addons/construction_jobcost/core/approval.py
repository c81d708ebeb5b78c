# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Who decides on a document, and whether what was approved still covers it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Rule:
    """An approval rule; ``project_id`` 0 means every job, ``minimum`` is in company currency."""

    id: int
    project_id: int
    minimum: Decimal
    sequence: int
    user_id: int
    group_id: int

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


def deciding_rules(rules: Iterable[Rule], project_id: int, amount: Decimal) -> list[Rule]:
    """Return the rules of which one must be met for ``amount`` on a job; empty: none applies.

    The highest minimum that the amount reaches decides; a job's own rule goes before a general
    one of the same height.
    """
    reached = [
        rule for rule in rules if rule.minimum <= amount and rule.project_id in (0, project_id)
    ]
    if not reached:
        return []
    height = max((rule.minimum, bool(rule.project_id)) for rule in reached)
    deciding = [rule for rule in reached if (rule.minimum, bool(rule.project_id)) == height]
    return sorted(deciding, key=lambda rule: (rule.sequence, rule.id))


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
