# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the site reports as received."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True)
class ReceiptLine:
    """A quantity accepted on an order line, in the line's unit.

    date: the naive UTC moment it was accepted, None for now.
    """

    order_line_id: int
    quantity: Decimal
    date: datetime | None = None
    note: str = ""
