# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""When a job's figures call for somebody: early warnings, each a pure decision.

Amounts are in company currency. A higher limit never warns where a lower one does not.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Date
from decimal import Decimal
from typing import NamedTuple

NOTHING = Decimal(0)
HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Limits:
    """What a rule tolerates: points in percent, an amount, days; nothing by default."""

    points: Decimal = NOTHING
    amount: Decimal = NOTHING
    days: int = 0


class Hit(NamedTuple):
    """A warning: what is measured and what it is measured against, the money, how many, how old.

    actual and base: percent for margin, burn and commitments, days for what waits.
    """

    actual: Decimal
    base: Decimal
    amount: Decimal
    count: int = 1
    days: int = 0


class Waiting(NamedTuple):
    """Something that waits since a day."""

    since: Date
    amount: Decimal


def margin_percent(contract: Decimal, estimate: Decimal) -> Decimal | None:
    """Return the margin in percent of the contract; None without a contract."""
    return (contract - estimate) / contract * HUNDRED if contract > 0 else None


def margin_fade(
    contract: Decimal, estimate: Decimal, base: Decimal | None, limits: Limits
) -> Hit | None:
    """Warn when the projected margin is more than the points below ``base`` (percent).

    The money is what the points that are lost are worth on the contract.
    """
    now = margin_percent(contract, estimate)
    if now is None or base is None:
        return None
    lost = (base - now) * contract / HUNDRED
    if base - now > limits.points and lost > limits.amount:
        return Hit(now, base, lost)
    return None


def over_commitment(committed: Decimal, budget: Decimal, limits: Limits) -> Hit | None:
    """Warn when commitments exceed the revised budget by more than the amount and the percent."""
    over = committed - budget
    if over <= 0 or over <= limits.amount:
        return None
    if budget > 0 and over * HUNDRED <= limits.points * budget:
        return None
    return Hit(committed, budget, over)


def burn(cost: Decimal, estimate: Decimal, physical: Decimal | None, limits: Limits) -> Hit | None:
    """Warn when the part of the estimate that is spent is ahead of the work by more than points.

    physical: percent of the work in place, None where nobody knows. The money is what was spent
    ahead of the work.
    """
    if physical is None or estimate <= 0:
        return None
    spent = cost / estimate * HUNDRED
    ahead = (spent - physical) * estimate / HUNDRED
    if spent - physical > limits.points and ahead > limits.amount:
        return Hit(spent, physical, ahead)
    return None


def underbilled(earned: Decimal, billed: Decimal, limits: Limits) -> Hit | None:
    """Warn when more than the amount, and than the percent of what is earned, is not billed."""
    open_amount = earned - billed
    if open_amount <= limits.amount or open_amount <= 0:
        return None
    if open_amount * HUNDRED <= limits.points * earned:
        return None
    return Hit(earned, billed, open_amount)


def billing_gap(cost: Decimal, since: Date | None, today: Date, limits: Limits) -> Hit | None:
    """Warn when cost above the amount came since the last billing, more than the days ago.

    since: the day of the last billing, or of the first cost; None without both.
    """
    if since is None or cost <= 0 or cost <= limits.amount:
        return None
    age = (today - since).days
    return Hit(Decimal(age), Decimal(limits.days), cost, 1, age) if age > limits.days else None


def waiting(items: list[Waiting], today: Date, limits: Limits) -> Hit | None:
    """Warn of what waits for more than the days, when together it reaches the amount.

    Credits weigh as much as costs: what waits is not less because it cancels out.
    """
    late = [item for item in items if (today - item.since).days > limits.days]
    if not late or sum((abs(item.amount) for item in late), NOTHING) < limits.amount:
        return None
    amount = sum((item.amount for item in late), NOTHING)
    age = max((today - item.since).days for item in late)
    return Hit(Decimal(age), Decimal(limits.days), amount, len(late), age)
