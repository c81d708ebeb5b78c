# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""More received than ordered: what passes, what a person has to accept, what is refused."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from .matching import Tolerance

ALLOW, ASK, REFUSE = "allow", "ask", "refuse"
ZERO = Decimal(0)


@dataclass(frozen=True)
class OverReceiptRule:
    """What to do with more than ordered, beyond a tolerance.

    policy: "allow", "ask" (somebody has to accept it) or "refuse". percent: of the ordered
    quantity. amount: money at the order's price, in the order's currency. A limit of zero is not
    set; of the limits that are set the tighter one counts.
    """

    policy: str
    percent: Decimal = ZERO
    amount: Decimal = ZERO

    def judge(
        self, ordered: Decimal, received: Decimal, price: Decimal, accepted: Decimal = ZERO
    ) -> str:
        """Return "" where the received quantity passes, else "ask" or "refuse".

        ordered, received, accepted: in one unit, all negative on a deducting line. accepted: up
        to which quantity somebody accepted the surplus. price: of one unit.
        """
        sign = -1 if ordered < 0 else 1
        excess = sign * (received - ordered)
        if excess <= 0 or self.policy == ALLOW:
            return ""
        by_amount = self.amount / abs(price) if price else ZERO
        if Tolerance(self.percent, by_amount).passes(excess, ordered):
            return ""
        if self.policy == ASK and accepted and sign * received <= sign * accepted:
            return ""
        return self.policy
