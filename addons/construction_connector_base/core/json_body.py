# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a JSON parser lets pass in silence: keys that occur twice, and depths that break others."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from .errors import FieldError, pointer


@dataclass(frozen=True)
class Malformed:
    """Stands for an event that says two things at once, or cannot be handled. ``id``: its own."""

    id: str | None
    error: FieldError


class _Twice(dict):
    """An object in which ``key`` occurs more than once."""

    key = ""


def screen(raw: bytes, events: Sequence[Any]) -> list[Any]:
    """The events of a body, with ``Malformed`` in place of those that must not be taken.

    ``events``: what orjson made of ``raw``, which is a JSON array of them. A look at the number
    of colons tells whether a key was dropped: only then the body is read a second time. (A colon
    within a text counts alike before and after, unless it is written as an escape.)
    """
    try:
        kept = orjson.dumps(events).count(b":")
    except TypeError:
        return [_screen_depth(event) for event in events]
    if kept == raw.count(b":") and b"\\u003" not in raw:
        return list(events)
    marked = json.loads(raw, object_pairs_hook=_mark)
    return [_screen_twice(event, mark) for event, mark in zip(events, marked, strict=True)]


def _screen_depth(event: Any) -> Any:
    try:
        orjson.dumps(event)
    except TypeError:
        return _malformed(event, FieldError("", "schema.depth", "It is nested too deeply"))
    return event


def _screen_twice(event: Any, marked: Any) -> Any:
    place = _find(marked, ())
    if place is None:
        return event
    detail = "The key occurs more than once"
    return _malformed(event, FieldError(pointer(place), "schema.duplicate_key", detail))


def _malformed(event: Any, error: FieldError) -> Malformed:
    id_ = event.get("id") if isinstance(event, dict) else None
    return Malformed(id_ if isinstance(id_, str) and "\x00" not in id_ else None, error)


def _mark(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    plain = dict(pairs)
    if len(plain) == len(pairs):
        return plain
    twice = _Twice(plain)
    seen: set[str] = set()
    twice.key = next(key for key, _value in pairs if key in seen or seen.add(key))
    return twice


def _find(value: Any, place: tuple[int | str, ...]) -> tuple[int | str, ...] | None:
    if isinstance(value, _Twice):
        return (*place, value.key)
    if isinstance(value, dict):
        parts = value.items()
    elif isinstance(value, list):
        parts = enumerate(value)
    else:
        return None
    found = (_find(part, (*place, key)) for key, part in parts)
    return next((one for one in found if one is not None), None)
