# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The lines of a job's cost report, and how amounts that come as texts find their place."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import repeat

ZERO = Decimal(0)


class ReportLines:
    """The budget lines of a report in its order.

    keys: a list for each thing that tells a line from others; the first holds the lines' ids.
    """

    def __init__(self, keys: Sequence[list]):
        self.keys = keys
        self.ids = list(map(str, keys[0]))
        ordered = sorted(keys[0])
        index = {line_id: place for place, line_id in enumerate(ordered)}
        self._all = ",".join(map(str, ordered))
        self._places = [index[line_id] for line_id in keys[0]]

    def place(self, lines: str, amounts: str) -> list[Decimal]:
        """Return an amount for each line of the report, zero where there is none.

        lines: ids, amounts: theirs, both with commas between. Ids of other lines are left out.
        """
        numbers = list(map(Decimal, amounts.split(",")))
        if lines == self._all:
            # most often every line has something, and ids in their order need no looking up
            return list(map(numbers.__getitem__, self._places))
        found = dict(zip(lines.split(","), numbers, strict=True))
        return list(map(found.get, self.ids, repeat(ZERO)))
