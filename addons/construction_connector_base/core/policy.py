# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How the messages of a contract are treated, and what holds one back."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from .item import waiting_key
from .window import Window

#: Tries of a message that fails for a passing cause, before it is a dead letter.
MAX_ATTEMPTS = 8

#: Lower goes first.
URGENT, NORMAL, LOW = 1, 10, 20

APPROVAL, HOLD, WINDOW, PERIOD = "approval", "hold", "window", "period"


@dataclass(frozen=True)
class Policy:
    """The treatment of one type of message from one system in one company.

    ``window``: when its messages are applied; None: at once. ``approval_group_id``: members must
    approve each message first. ``hold``: parked by hand until somebody ends it.
    """

    max_attempts: int = MAX_ATTEMPTS
    priority: int = NORMAL
    window: Window | None = None
    approval_group_id: int | None = None
    hold: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether its messages are applied as soon as they come."""
        return not (self.hold or self.approval_group_id or self.window)

    def barrier(self, at: datetime, is_approved: bool) -> "Barrier | None":
        """What keeps a message from being applied at this moment (UTC without zone), if anything.

        People approve before the window opens, so that it finds the message ready.
        """
        if self.hold:
            return Barrier(HOLD)
        if self.approval_group_id and not is_approved:
            return Barrier(APPROVAL)
        if self.window and not self.window.is_open(at):
            return Barrier(WINDOW, self.window.next_opening(at))
        return None


class Barrier(NamedTuple):
    """What a message waits for. ``opens_at``: when it ends by itself (UTC without zone)."""

    kind: str
    opens_at: datetime | None = None

    def waiting_key(self, type_: str) -> str:
        """What a message of this type waits for, as it is stored and looked up."""
        return waiting_key(self.kind, type_)

    @property
    def reason_code(self) -> str:
        """Its entry in the catalogue of reasons."""
        return f"waiting.{self.kind}"


class Rule(NamedTuple):
    """A stored policy and where it applies; None stands for all."""

    system_id: int | None
    company_id: int | None
    policy: Policy

    def fits(self, system_id: int, company_id: int) -> bool:
        """Whether the rule speaks of messages of this system in this company."""
        return self.system_id in (None, system_id) and self.company_id in (None, company_id)

    @property
    def rank(self) -> tuple[bool, bool]:
        """The greatest of the rules that fit wins: a system says more than a company."""
        return self.system_id is not None, self.company_id is not None


def choose(rules: list[Rule], system_id: int, company_id: int, default: Policy) -> Policy:
    """The policy of the most special rule that fits, or the default.

    >>> general, special = Policy(priority=20), Policy(priority=1)
    >>> rules = [Rule(None, 1, general), Rule(7, None, special)]
    >>> choose(rules, 7, 1, Policy()).priority, choose(rules, 8, 1, Policy()).priority
    (1, 20)
    >>> choose(rules, 8, 2, Policy()).priority
    10
    """
    fitting = [rule for rule in rules if rule.fits(system_id, company_id)]
    return max(fitting, key=lambda rule: rule.rank).policy if fitting else default
