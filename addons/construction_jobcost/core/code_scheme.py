# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How codes of a company are written: segments, separators, and what stands above what."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

#: What a character of a segment may be, by the kind of the segment.
CHARACTERS = {"digits": "[0-9]", "letters": "[A-Za-z]", "any": "[0-9A-Za-z]"}
SEPARATORS = {
    "none": "",
    "space": " ",
    "hyphen": "-",
    "point": ".",
    "slash": "/",
    "underscore": "_",
}
SAMPLES = {"digits": "0", "letters": "A", "any": "X"}


@dataclass(frozen=True)
class Segment:
    """A part of a code: what parts it from the one before, its characters and their number."""

    separator: str
    kind: str
    shortest: int
    longest: int
    required: bool = True


@dataclass(frozen=True)
class Scheme:
    """The segments of a code, from the top of the tree down.

    filled: codes above are filled up with zeros, as 03 00 00 above 03 30 00; else they are
    shorter, as 01 above 01-100.
    """

    segments: tuple[Segment, ...]
    filled: bool = False

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        pattern = ""
        for segment in reversed(self.segments):
            characters = CHARACTERS[segment.kind]
            length = f"{{{segment.shortest},{segment.longest}}}"
            pattern = f"{re.escape(segment.separator)}({characters}{length}){pattern}"
            if not segment.required:
                pattern = f"(?:{pattern})?"
        return re.compile(pattern)

    def split(self, code: str) -> tuple[str, ...]:
        """Return the segments of a code as written, nothing where it does not fit."""
        found = self._pattern.fullmatch(code)
        return tuple(value for value in found.groups() if value) if found else ()

    def join(self, values: tuple[str, ...]) -> str:
        """Return the code of these segments."""
        pairs = zip(self.segments, values, strict=False)
        return "".join(segment.separator + value for segment, value in pairs)

    def above(self, code: str) -> list[str]:
        """Return the codes that may stand above a code, the nearest first."""
        return list(dict.fromkeys(self._candidates(code)))

    def _candidates(self, code: str) -> Iterator[str]:
        values = self.split(code)
        depth = len(values)
        while self.filled and depth > 1 and not values[depth - 1].strip("0"):
            depth -= 1
        for kept in range(depth - 1, 0, -1):
            zeros = tuple("0" * len(value) for value in values[kept:])
            for filled in (zeros, zeros[:-1], ()) if self.filled else ((),):
                candidate = self.join(values[:kept] + filled)
                if candidate != code and self.split(candidate):
                    yield candidate

    @property
    def sample(self) -> str:
        """How a code looks that names every segment."""
        return self.join(
            tuple(SAMPLES[segment.kind] * segment.longest for segment in self.segments)
        )


def likeness(code: str) -> str:
    """Return what two codes share that are easily taken for each other.

    Small and capital letters, spaces, and zeros in front of a number make no difference.

    >>> likeness("0310 A") == likeness("310a")
    True
    """
    # signs that look alike are written in one way first; an accent may stand on a space
    bare = "".join(unicodedata.normalize("NFKC", code).split())
    bare = unicodedata.normalize("NFKC", bare.casefold())
    return re.sub(r"[0-9]+", lambda number: number[0].lstrip("0") or "0", bare)
