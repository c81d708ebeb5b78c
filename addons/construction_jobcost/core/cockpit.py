# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The figures of a job's cockpit: how they grew month by month, and where the money goes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date as Date
from decimal import Decimal

from .cost_report import column_buckets
from .cost_tree import Node

ZERO = Decimal(0)


@dataclass
class Trend:
    """Cumulative amounts at the end of each month, by column."""

    months: list[Date] = field(default_factory=list)
    series: dict[str, list[Decimal]] = field(default_factory=dict)


def months_between(first: Date, last: Date) -> list[Date]:
    """Return the first days of all months from ``first``'s to ``last``'s."""
    count = 12 * (last.year - first.year) + last.month - first.month + 1
    start = 12 * first.year + first.month - 1
    return [Date(month // 12, month % 12 + 1, 1) for month in range(start, start + count)]


def trend(
    sums: Mapping[tuple[Date, str], Decimal], columns: Sequence[str], longest: int = 24
) -> Trend:
    """Add up what the ledger recorded by month, over every month from the first to the last.

    sums: {(a day of the month, bucket): amount}; columns: report columns that add up their
    buckets. Of more than ``longest`` months the last are shown; they go on from those before.
    """
    by_column = {column: frozenset(column_buckets(column)) for column in columns}
    buckets = frozenset().union(*by_column.values())
    # what was put on another day since leaves nothing in its old month
    days = [day for (day, bucket), amount in sums.items() if amount and bucket in buckets]
    if not days:
        return Trend()
    months = months_between(min(days), max(days))
    result = Trend(months[-longest:], {column: [] for column in columns})
    for column, wanted in by_column.items():
        added = dict.fromkeys(months, ZERO)
        for (day, bucket), amount in sums.items():
            if amount and bucket in wanted:
                added[day.replace(day=1)] += amount
        total = ZERO
        for month in months:
            total += added[month]
            result.series[column].append(total)
        result.series[column] = result.series[column][-longest:]
    return result


def broad(root: Node, least: int = 3) -> list[Node]:
    """Return the highest places of the tree that are at least so many, else its leaves."""
    nodes = root.children
    while len(nodes) < least and any(node.children for node in nodes):
        nodes = [child for node in nodes for child in node.children or [node]]
    return nodes


def largest(nodes: Iterable[Node], column: str, count: int) -> tuple[list[Node], Node | None]:
    """Return the ``count`` nodes that are largest by a column, in their order, and the rest.

    The rest is one node that sums up the others; None when there are none.
    """
    nodes = list(nodes)
    if len(nodes) <= count:
        return nodes, None
    ranked = sorted(nodes, key=lambda node: abs(node.figures.get(column, ZERO)), reverse=True)
    kept = {node.key for node in ranked[: count - 1]}
    rest = Node("rest")
    for node in nodes:
        if node.key not in kept:
            rest.line_ids += node.line_ids
            for name, amount in node.figures.items():
                rest.figures[name] = rest.figures.get(name, ZERO) + amount
    return [node for node in nodes if node.key in kept], rest


def percent(part: Decimal, whole: Decimal) -> int | None:
    """Return how many percent of ``whole`` ``part`` is; None of nothing or of a credit."""
    return round(100 * part / whole) if whole > 0 else None
