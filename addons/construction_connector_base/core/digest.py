# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Digest of an event: tells a repeated message from another one under the same id."""

import hashlib
from typing import Any

import orjson


def canonical(event: dict[str, Any]) -> bytes:
    """The event as JSON without whitespace and with sorted keys.

    >>> canonical({"b": 1, "a": [1.5, "x"]})
    b'{"a":[1.5,"x"],"b":1}'
    """
    return orjson.dumps(event, option=orjson.OPT_SORT_KEYS)


def digest(event: dict[str, Any]) -> str:
    """SHA-256 over the whole event as sent; key order and whitespace do not matter."""
    return hashlib.sha256(canonical(event)).hexdigest()
