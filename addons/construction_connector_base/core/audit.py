# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What an audit entry says, its digest, and the chain that makes a later change visible.

An entry's digest covers all it says. Entries are put into one gapless sequence afterwards; the
hash of each covers its digest and the hash before it, so that no entry can be changed, removed
or slipped in without breaking the chain from there on.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

#: The hash before the first entry.
GENESIS = "0" * 64


@dataclass(frozen=True)
class Content:
    """What an entry says. ``at``: UTC without zone. ``data``: JSON text, as it is stored."""

    at: datetime
    step: str
    company_id: int | None
    system_id: int | None
    user_id: int | None
    res_model: str | None
    res_id: int | None
    messages: Sequence[int]
    data: str

    def digest(self) -> str:
        """SHA-256 over all fields, in their order."""
        fields = [
            self.at.isoformat(timespec="microseconds"),
            self.step,
            self.company_id or None,
            self.system_id or None,
            self.user_id or None,
            self.res_model or None,
            self.res_id or None,
            list(self.messages),
            self.data,
        ]
        return hashlib.sha256(orjson.dumps(fields)).hexdigest()


def encode(data: dict[str, Any]) -> str:
    """The data of an entry as it is stored and hashed."""
    return orjson.dumps(data, default=str, option=orjson.OPT_SORT_KEYS).decode()


def link(seq: int, previous: str, digest: str) -> str:
    """The hash of the entry with this number in the chain, after ``previous``."""
    return hashlib.sha256(f"{seq}:{previous}:{digest}".encode()).hexdigest()
