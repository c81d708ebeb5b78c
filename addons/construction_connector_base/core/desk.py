# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Who answers for a message that needs a person, and until when."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

#: States that only a person ends.
NEEDS_PERSON = ("exception", "dead", "unknown")
#: What waits for this reason waits for a person from its first moment.
APPROVAL = "waiting.approval"
#: After so long a waiting message is late, where no rule says otherwise.
WAIT_HOURS = 24.0
#: States after which nobody has to do anything any more are all but these.
OPEN = frozenset({*NEEDS_PERSON, "received", "retry", "waiting", "pending", "sending"})


@dataclass(frozen=True)
class Case:
    """A message that needs a person. ``amount``: at stake, in company currency, if it is known."""

    message_id: int
    company_id: int
    system_id: int
    workflow: str
    type: str
    reason_code: str
    amount: Decimal | None = None


@dataclass(frozen=True)
class Rule:
    """Whom a case belongs to. What is empty matches every case.

    ``amount_from`` counts itself, ``amount_to`` does not; a case of unknown amount matches only
    where both are empty. ``sla_hours``: calendar hours, nights and Sundays included; None: no
    deadline. ``wait_hours``: after them a waiting message is a case.
    """

    id: int
    system_id: int | None = None
    workflow: str | None = None
    type: str | None = None
    reason_prefix: str | None = None
    company_id: int | None = None
    amount_from: Decimal | None = None
    amount_to: Decimal | None = None
    sla_hours: float | None = None
    wait_hours: float = WAIT_HOURS

    def matches(self, case: Case) -> bool:
        """Whether the rule speaks of this case."""
        return (
            self.system_id in (None, case.system_id)
            and self.company_id in (None, case.company_id)
            and self.workflow in (None, case.workflow)
            and self.type in (None, case.type)
            and has_prefix(case.reason_code, self.reason_prefix)
            and self._covers(case.amount)
        )

    def deadline(self, since: datetime) -> datetime | None:
        """Until when a case of this rule is to be settled."""
        return None if self.sla_hours is None else since + timedelta(hours=self.sla_hours)

    def _covers(self, amount: Decimal | None) -> bool:
        if amount is None:
            return self.amount_from is None and self.amount_to is None
        above = self.amount_from is None or amount >= self.amount_from
        return above and (self.amount_to is None or amount < self.amount_to)


@dataclass(frozen=True)
class Assignment:
    """What the rules say of a case: its rule and its person, if there are such, and its deadline."""

    message_id: int
    rule_id: int | None
    owner_id: int | None
    deadline_at: datetime | None


def has_prefix(code: str, prefix: str | None) -> bool:
    """Whether a dotted code is the prefix, or one of its branch.

    >>> has_prefix("map.missing", "map"), has_prefix("mapping", "map"), has_prefix("x", None)
    (True, False, True)
    """
    if not prefix:
        return True
    prefix = prefix.rstrip(".")
    return code == prefix or code.startswith(f"{prefix}.")


def rule_of(case: Case, rules: Iterable[Rule]) -> Rule | None:
    """The first rule that speaks of the case."""
    return next((rule for rule in rules if rule.matches(case)), None)


def is_late(case: Case, received_at: datetime, rules: Iterable[Rule], now: datetime) -> bool:
    """Whether a waiting message needs a person: it waits for one, or has waited too long."""
    if case.reason_code == APPROVAL:
        return True
    rule = rule_of(case, rules)
    hours = WAIT_HOURS if rule is None else rule.wait_hours
    return now - received_at > timedelta(hours=hours)


def in_turn(people: Sequence[int], message_id: int) -> int | None:
    """Whose turn it is: consecutive messages go round, and nothing has to be remembered."""
    return people[message_id % len(people)] if people else None


def assign(
    cases: Iterable[Case],
    rules: Sequence[Rule],
    people: Callable[[Rule, Case], Sequence[int]],
    now: datetime,
) -> list[Assignment]:
    """Find rule, person and deadline of each case.

    ``rules``: in their order. ``people``: whom a rule names for a case, all able to work in its
    company. ``now``: when the cases came to be.
    """
    result = []
    for case in cases:
        rule = rule_of(case, rules)
        if rule is None:
            result.append(Assignment(case.message_id, None, None, None))
            continue
        owner = in_turn(people(rule, case), case.message_id)
        result.append(Assignment(case.message_id, rule.id, owner, rule.deadline(now)))
    return result
