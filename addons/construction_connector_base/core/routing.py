# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which company stands for a legal entity of a system, and since when."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Span:
    """A company that stands for an entity from one day to another, both included (UTC)."""

    company_id: int
    start: date | None = None
    end: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the day lies within the span."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)

    def overlaps(self, other: "Span") -> bool:
        """Whether both hold on some day."""
        return (self.start is None or other.end is None or self.start <= other.end) and (
            other.start is None or self.end is None or other.start <= self.end
        )


def find_overlap(spans: Sequence[Span]) -> tuple[Span, Span] | None:
    """Two of the spans that overlap, or None."""
    ordered = sorted(spans, key=lambda span: span.start or date.min)
    for before, after in zip(ordered, ordered[1:], strict=False):
        if before.overlaps(after):
            return before, after
    return None


@dataclass(frozen=True)
class Routing:
    """What a system may send, and where it goes.

    ``types``: the contract types in its scope. ``entities``: legal entity code to its spans;
    what names no entity goes to ``company_id``. ``handlers``: the models of this database.
    """

    system_id: int
    code: str
    types: frozenset[str]
    company_id: int
    entities: Mapping[str, Sequence[Span]]
    handlers: Container[str]

    def company(self, entity: str | None, day: date) -> int | None:
        """The company that stands for the entity on that day; None: nobody does."""
        if entity is None:
            return self.company_id
        for span in self.entities.get(entity, ()):
            if span.holds_on(day):
                return span.company_id
        return None

    def codes(self, day: date) -> dict[int, str]:
        """The entity code of each company on that day, as far as it has one."""
        return {
            span.company_id: code
            for code, spans in self.entities.items()
            for span in spans
            if span.holds_on(day)
        }


def by_entity(rows: Iterable[tuple[str, Span]]) -> dict[str, tuple[Span, ...]]:
    """The spans of each entity code."""
    found: dict[str, tuple[Span, ...]] = {}
    for code, span in rows:
        found[code] = (*found.get(code, ()), span)
    return found
