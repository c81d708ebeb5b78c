# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a line of a budget template amounts to on a job of a given size."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

#: Quantities are kept to as many places as the database has.
PLACES = Decimal("0.000001")


@dataclass(frozen=True)
class Line:
    """What a line gives: for the job, or for each unit of its size.

    amount: None where it follows from quantity and unit cost.
    """

    quantity: Decimal
    unit_cost: Decimal
    amount: Decimal | None
    per_unit: bool


def on_job(line: Line, size: Decimal) -> Line:
    """Return the line for a job of this size, in the unit of the template.

    What is given for the job stays; what is given for a unit is multiplied. Amounts are exact.
    """
    factor = size if line.per_unit else Decimal(1)
    quantity = (line.quantity * factor).quantize(PLACES, ROUND_HALF_UP)
    amount = None if line.amount is None else line.amount * factor
    return Line(quantity, line.unit_cost, amount, False)
