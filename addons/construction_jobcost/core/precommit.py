# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Collect record ids during a transaction and handle them once before it ends."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any


def collect(cr: Any, key: str, ids: Iterable[int], handle: Callable[[], None]) -> None:
    """Add ``ids`` to the transaction's set ``key``; ``handle`` runs before it commits.

    ``handle`` takes the set by :func:`drain`; what is collected after that calls it again.
    """
    data = cr.precommit.data
    if key not in data:
        data[key] = set()
        cr.precommit.add(handle)
    data[key].update(ids)


def drain(cr: Any, key: str) -> set[int]:
    """Take the ids collected so far under ``key``."""
    return cr.precommit.data.pop(key, set())
