# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The cost report as a tree: what stands higher is the sum of what stands below it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True)
class Step:
    """A place on the way from the top of the tree to a line: a phase, a cost type, a code."""

    key: str
    code: str
    name: str


@dataclass(frozen=True)
class Line:
    """A budget line: where it belongs, what tells it from its siblings, and its columns.

    figures: exact amounts by column, company currency.
    """

    id: int
    path: Sequence[Step]
    cost_type: str
    phase: str
    figures: Mapping[str, Decimal]


@dataclass
class Node:
    """A row of the tree; a row without children is one budget line."""

    key: str
    code: str = ""
    name: str = ""
    cost_type: str = ""
    phase: str = ""
    line_ids: list[int] = field(default_factory=list)
    figures: dict[str, Decimal] = field(default_factory=dict)
    children: list[Node] = field(default_factory=list)


def natural(code: str) -> list[tuple[bool, int, str]]:
    """Return the sort key by which people read codes: G-2 before G-10, leading zeros first."""
    parts = re.findall(r"[0-9]+|[^0-9]+", code)
    return [(not part[0].isdigit(), int(part) if part[0].isdigit() else 0, part) for part in parts]


def grow(lines: Iterable[Line]) -> Node:
    """Return the root of the tree of these lines; each node sums up all lines beneath it.

    Nodes are in the natural order of their codes, lines of one place in the order given. A
    place that holds nothing but one line is that line.
    """
    root = Node("")
    places = {"": root}
    for line in lines:
        _add(root, line)
        parent = root
        for step in line.path:
            key = f"{parent.key}/{step.key}"
            if key not in places:
                places[key] = Node(key, step.code, step.name)
                parent.children.append(places[key])
            parent = places[key]
            _add(parent, line)
        leaf = Node(f"{parent.key}/line-{line.id}", "", "", line.cost_type, line.phase)
        _add(leaf, line)
        parent.children.append(leaf)
    for node in places.values():
        _settle(node)
    return root


def _add(node: Node, line: Line) -> None:
    node.line_ids.append(line.id)
    for name, amount in line.figures.items():
        node.figures[name] = node.figures.get(name, Decimal(0)) + amount


def _settle(node: Node) -> None:
    """Order the children; lines come before the places below, which have a code."""
    node.children.sort(key=lambda child: natural(child.code))
    only = node.children[0] if len(node.children) == 1 else None
    if node.key and only and not only.code:
        node.cost_type, node.phase, node.children = only.cost_type, only.phase, []


def walk(node: Node, depth: int = 0) -> Iterator[tuple[int, Node]]:
    """Yield (depth, node) of all nodes below this one, parents first."""
    for child in node.children:
        yield depth, child
        yield from walk(child, depth + 1)
