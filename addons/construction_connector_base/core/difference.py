# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What two versions of a JSON document differ in, field by field."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import orjson

from .errors import pointer


class _Absent:
    def __repr__(self) -> str:
        return "ABSENT"


#: There is no such field; another thing than an explicit null.
ABSENT: Final = _Absent()


@dataclass(frozen=True)
class Difference:
    """One field that is not the same. ``pointer``: where (JSON pointer)."""

    pointer: str
    old: Any
    new: Any

    @property
    def old_text(self) -> str:
        """The old value as JSON; nothing if the field was not there."""
        return _text(self.old)

    @property
    def new_text(self) -> str:
        """The new value as JSON; nothing if the field is not there."""
        return _text(self.new)


def differences(old: Any, new: Any) -> list[Difference]:
    """Each value that was changed, added or removed; items of lists are compared by their place.

    >>> [(one.pointer, one.old, one.new) for one in differences({"a": [1, 2]}, {"a": [1, 3, 4]})]
    [('/a/1', 2, 3), ('/a/2', ABSENT, 4)]
    """
    return list(_compare((), old, new))


def _compare(place: tuple[int | str, ...], old: Any, new: Any) -> Iterator[Difference]:
    if isinstance(old, dict) and isinstance(new, dict):
        for key in [*old, *(key for key in new if key not in old)]:
            yield from _compare((*place, key), old.get(key, ABSENT), new.get(key, ABSENT))
    elif isinstance(old, list) and isinstance(new, list):
        for index in range(max(len(old), len(new))):
            before = old[index] if index < len(old) else ABSENT
            after = new[index] if index < len(new) else ABSENT
            yield from _compare((*place, index), before, after)
    elif not _same(old, new):
        yield Difference(pointer(place), old, new)


def _same(old: Any, new: Any) -> bool:
    if isinstance(old, bool) or isinstance(new, bool):
        # in Python True is 1
        return old is new
    return bool(old == new)


def _text(value: Any) -> str:
    return "" if value is ABSENT else orjson.dumps(value).decode()
