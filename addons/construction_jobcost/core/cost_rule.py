# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which bucket of the ledger the state of a document counts in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple


class RuleRow(NamedTuple):
    """One row of the table: ``bucket`` "" means that the state counts nowhere."""

    version: int
    document: str
    state: str
    bucket: str


@dataclass(frozen=True, eq=False)
class CostRules:
    """The table as it holds: {(document, state): bucket}."""

    buckets: Mapping[tuple[str, str], str]

    def bucket(self, document: str, state: str) -> str | bool:
        """Return the bucket, False where the state counts nowhere or nobody knows it."""
        return self.buckets.get((document, state)) or False

    def states(self, document: str) -> list[str]:
        """Return the states of a document that count somewhere, sorted."""
        return sorted(
            state for (kind, state), bucket in self.buckets.items() if kind == document and bucket
        )


def overlaid(rows: Iterable[RuleRow]) -> CostRules:
    """Lay later versions over earlier ones: a version holds only the rows it changes."""
    return CostRules(
        {(row.document, row.state): row.bucket for row in sorted(rows, key=lambda r: r.version)}
    )
