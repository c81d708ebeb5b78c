# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Work that a certificate accepts beside what the site confirmed of the same line.

Amounts are values at the contract's price, in the contract's currency.
"""

from decimal import Decimal

from .accrual import Event, open_levels

ZERO = Decimal(0)


def taken_over(confirmed: Decimal, certified: Decimal) -> Decimal:
    """Return how much of what the site confirmed a certificate accepts, too.

    confirmed: what confirmations accept that no certificate took over yet; certified: what the
    certificate adds. Both are negative on a deducting line. The certificate accepts all of
    what it adds, so that much of the confirmations stands for the same work. A certificate that
    corrects work down gives nothing back: it accepts less by itself.
    """
    sign = -1 if certified < 0 else 1
    return sign * max(ZERO, min(sign * confirmed, sign * certified))


def accrued_levels(accepted: Event, billed: list[Event]) -> list[Event]:
    """Return what of one certificate is accepted and not billed, by day.

    A correction is negative until it is billed, so that accrued and invoiced come to what is
    certified. What accepts nothing has nothing to accrue, whatever is credited.
    """
    if not accepted[1]:
        return [(accepted[0], ZERO)]
    sign = -1 if accepted[1] < 0 else 1
    return open_levels([accepted], billed, sign)
