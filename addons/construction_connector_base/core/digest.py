# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Digests of an event: tell a repeated message from another one, and prove what was accepted."""

import hashlib
from decimal import Decimal
from typing import Any

import orjson

#: From here on a float is written without its point by some, as a whole number by others.
BIG = 10**16
#: Writes each digit as a zero.
_AS_ZERO = bytes.maketrans(b"123456789", b"000000000")


def canonical(event: Any) -> bytes:
    """JSON without whitespace and with sorted keys.

    >>> canonical({"b": 1, "a": [1.5, "x"]})
    b'{"a":[1.5,"x"],"b":1}'
    """
    return orjson.dumps(event, option=orjson.OPT_SORT_KEYS)


def digest_of_data(data: Any, raw: bytes | None = None) -> str:
    """SHA-256 over the data of an event, as sent or as PostgreSQL keeps it: both are the same.

    ``raw``: its canonical form, if that is there already.

    >>> digest_of_data({"a": -0.0, "b": 1e17}) == digest_of_data({"b": 10**17, "a": 0.0})
    True
    """
    try:
        raw = canonical(data) if raw is None else raw
    except TypeError:
        # a number beyond 64 bits
        raw = None
    if raw is None or _is_suspect(raw):
        raw = canonical(_one_way(data))
    return hashlib.sha256(raw).hexdigest()


def digest(event: dict[str, Any], data_digest: str | None = None) -> str:
    """SHA-256 over the whole event as sent; key order and whitespace do not matter.

    ``data_digest``: that of its ``data``, if it is known already.
    """
    rest = event | {"data": data_digest or digest_of_data(event.get("data"))}
    return hashlib.sha256(canonical(rest)).hexdigest()


def _is_suspect(raw: bytes) -> bool:
    """Whether a number of the text is perhaps not written one way only.

    >>> [_is_suspect(raw) for raw in (b"1e17", b"12345678901234567", b"-0.0", b"-1.5", b"12e")]
    [True, True, True, False, False]
    """
    # ten times as fast as a regular expression, and this is done for each message
    zeros = raw.translate(_AS_ZERO)
    return b"0e0" in zeros or b"0" * 17 in zeros or b"-0.0" in raw


def _one_way(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _one_way(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_one_way(part) for part in value]
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    if abs(value) >= BIG:
        return format(Decimal(repr(value)), "f")
    # no minus before a zero
    return value or abs(value)
