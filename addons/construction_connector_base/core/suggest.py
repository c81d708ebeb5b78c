# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Near misses: which known code may be meant."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from rapidfuzz import fuzz, process

#: What is less alike than this (of 100) is no help.
CUTOFF = 50.0


class Suggestion(NamedTuple):
    """A code that may be meant, what it means, and how alike it is (0 to 100)."""

    code: str
    label: str
    score: float


def plain(text: str) -> str:
    """Letters and digits only, in one case.

    >>> plain("03-300 Concrete")
    '03300concrete'
    """
    return re.sub(r"[\W_]+", "", text.casefold())


def suggest(value: str, candidates: Mapping[str, str], limit: int = 5) -> list[Suggestion]:
    """The candidates (code to label) that look most like ``value``, best first.

    Separators and case do not count; a code may also be meant by its name.
    """
    codes = {code: plain(code) for code in candidates}
    labels = {code: label.casefold() for code, label in candidates.items()}
    scores: dict[str, float] = {}
    for scorer, query, choices in (
        (fuzz.ratio, plain(value), codes),
        (fuzz.token_set_ratio, value.casefold(), labels),
    ):
        found = process.extract(
            query, choices, scorer=scorer, limit=limit, score_cutoff=CUTOFF, processor=None
        )
        for _text, score, code in found:
            scores[code] = max(score, scores.get(code, 0.0))
    best = sorted(scores.items(), key=lambda one: (-one[1], one[0]))[:limit]
    return [Suggestion(code, candidates[code], round(score, 1)) for code, score in best]
