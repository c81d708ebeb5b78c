# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Split an amount over several budget lines without losing or inventing a cent."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction


def allocate(amount: Decimal, weights: Sequence[Decimal], rounding: Decimal) -> list[Decimal]:
    """Split ``amount`` in proportion to ``weights`` by the largest remainder.

    amount: any currency; it is first rounded to a multiple of ``rounding`` (the currency's
    smallest unit). The parts are multiples of ``rounding`` and sum exactly to that. A credit
    splits like the debit it reverses.
    Raises ValueError when a weight is negative or all are zero.
    """
    if not any(weights) or any(weight < 0 for weight in weights):
        raise ValueError("allocation needs weights that are not negative and not all zero")
    steps = int((abs(amount) / rounding).quantize(Decimal(1), ROUND_HALF_UP))
    sign = -1 if amount < 0 else 1
    if len(weights) == 1:
        # most lines are coded to one budget line
        return [sign * steps * rounding]
    shares = [Fraction(weight) for weight in weights]
    exact = [steps * share / sum(shares) for share in shares]
    parts = [int(share) for share in exact]
    by_remainder = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
    for index in by_remainder[: steps - sum(parts)]:
        parts[index] += 1
    return [sign * part * rounding for part in parts]
