# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Until when a vendor is insured."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from datetime import date


def insured_until(papers: Iterable[tuple[Hashable, date | None]]) -> date | None:
    """Return the last day on which a vendor has all the insurances that it once had.

    papers: (kind of insurance, its last day or None where it does not end). Of each kind the
    certificate that goes on longest counts. None: no insurance, or none that ends.
    """
    longest: dict[Hashable, date] = {}
    for kind, last in papers:
        longest[kind] = max(longest.get(kind, date.min), last or date.max)
    first = min(longest.values(), default=date.max)
    return None if first == date.max else first
