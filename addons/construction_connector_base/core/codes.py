# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Code maps: which version of which map counts, and what a code becomes."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

Direction = Literal["inbound", "outbound", "both"]
Pair = tuple[str, str]
ProblemKind = Literal["empty", "external_twice", "code_twice", "not_allowed"]


class MissingCode(Exception):
    """No code map knows the value. ``str()`` names both, for people who mend the map."""

    def __init__(self, domain: str, value: str):
        super().__init__(f"{domain}: {value}")
        self.domain = domain
        self.value = value


@dataclass(frozen=True)
class MapVersion:
    """An approved version of a code map, without its lines.

    ``rank``: how specific the map is (all < company < system < system and company).
    ``effective_from``: the first day on which it counts; None: since ever.
    """

    id: int
    map_id: int
    number: int
    domain: str
    rank: int
    direction: Direction
    effective_from: date | None


class Problem(NamedTuple):
    """Why lines cannot be approved: the place of the line (from 0), what is wrong, the value."""

    index: int
    kind: ProblemKind
    value: str


def rank(has_system: bool, has_company: bool) -> int:
    """How specific a map is; the higher wins.

    >>> [rank(False, False), rank(False, True), rank(True, False), rank(True, True)]
    [0, 1, 2, 3]
    """
    return 2 * has_system + has_company


def in_effect(versions: Iterable[MapVersion], on: date) -> list[MapVersion]:
    """The version of each map that counts on a day: the one that began last.

    Of two that begin on the same day the higher number counts: it corrects the other.
    """
    latest: dict[int, MapVersion] = {}
    for version in sorted(versions, key=_began):
        if version.effective_from is None or version.effective_from <= on:
            latest[version.map_id] = version
    return list(latest.values())


def _began(version: MapVersion) -> tuple[date, int]:
    return version.effective_from or date.min, version.number


def find_problems(
    pairs: Sequence[Pair], direction: Direction, allowed: Collection[str] | None = None
) -> list[Problem]:
    """What keeps lines (external value, our code) from being approved.

    A value must have one answer in each direction of the map. ``allowed``: the only codes that
    exist, where they are a fixed list.

    >>> find_problems([("CY", "m3"), ("YD3", "m3")], "both")
    [Problem(index=1, kind='code_twice', value='m3')]
    """
    problems: list[Problem] = []
    externals: set[str] = set()
    codes: set[str] = set()
    for index, (external, code) in enumerate(pairs):
        if not external or not code:
            problems.append(Problem(index, "empty", external or code))
        if direction != "outbound" and external in externals:
            problems.append(Problem(index, "external_twice", external))
        if direction != "inbound" and code in codes:
            problems.append(Problem(index, "code_twice", code))
        if allowed is not None and code and code not in allowed:
            problems.append(Problem(index, "not_allowed", code))
        externals.add(external)
        codes.add(code)
    return problems


class Translator:
    """Translates codes of one system and company on one day.

    ``layers``: the versions in effect with their lines (external value, our code). A value is
    looked up in the most specific map first, then in the wider ones.
    """

    def __init__(self, layers: Iterable[tuple[MapVersion, Sequence[Pair]]] = ()):
        ordered = sorted(layers, key=lambda layer: layer[0].rank)
        self._ours: dict[str, dict[str, str]] = {}
        self._theirs: dict[str, dict[str, str]] = {}
        self._versions: dict[str, list[int]] = {}
        self._sources: dict[Pair, str] | None = None
        for version, pairs in ordered:
            self._versions.setdefault(version.domain, []).append(version.id)
            if version.direction != "outbound":
                self._ours.setdefault(version.domain, {}).update(pairs)
        for version, pairs in ordered:
            if version.direction != "inbound":
                self._add_reverse(version, pairs)

    def _add_reverse(self, version: MapVersion, pairs: Sequence[Pair]) -> None:
        ours = self._ours.get(version.domain, {})
        theirs = self._theirs.setdefault(version.domain, {})
        for external, code in pairs:
            # a value that a more specific map reads otherwise must not be sent for this code
            if version.direction == "outbound" or ours[external] == code:
                theirs[code] = external

    def noting(self, sources: dict[Pair, str]) -> "Translator":
        """The same translator, which also notes what it replaces: value by domain and our code.

        >>> Translator().noting(sources := {}).known("uom", "CY"), sources
        ('CY', {})
        """
        noting = copy(self)
        noting._sources = sources
        return noting

    def translate(self, domain: str, value: str) -> str:
        """Our code for a value of the system; raises ``MissingCode``."""
        return self._note(domain, value, self._get(self._ours, domain, value))

    def known(self, domain: str, value: str) -> str:
        """Our code for a value of the system, or the value itself where no map knows it."""
        return self._note(domain, value, self._ours.get(domain, {}).get(value, value))

    def _note(self, domain: str, value: str, code: str) -> str:
        if self._sources is not None and code != value:
            self._sources[domain, code] = value
        return code

    def reverse(self, domain: str, code: str) -> str:
        """The system's value for a code of ours; raises ``MissingCode``."""
        return self._get(self._theirs, domain, code)

    def versions(self, domains: Collection[str] | None = None) -> dict[str, list[int]]:
        """Ids of the versions that answer, by domain; domains without a map are absent.

        ``domains``: only these.
        """
        return {
            domain: sorted(ids)
            for domain, ids in sorted(self._versions.items())
            if domains is None or domain in domains
        }

    @staticmethod
    def _get(tables: Mapping[str, Mapping[str, str]], domain: str, value: str) -> str:
        try:
            return tables[domain][value]
        except KeyError:
            raise MissingCode(domain, value) from None


class LineChange(NamedTuple):
    """What a version changes in one value: None stands for no line."""

    external: str
    old: str | None
    new: str | None


def diff(old: Iterable[Pair], new: Iterable[Pair]) -> list[LineChange]:
    """What differs between two versions' lines, by external value.

    >>> diff([("A", "1"), ("B", "2")], [("B", "3"), ("C", "4")])[0]
    LineChange(external='A', old='1', new=None)
    """
    before, after = _by_external(old), _by_external(new)
    return [
        LineChange(external, before.get(external), after.get(external))
        for external in sorted(before.keys() | after.keys())
        if before.get(external) != after.get(external)
    ]


def _by_external(pairs: Iterable[Pair]) -> dict[str, str]:
    """Codes of each external value; several (in a map to the system only) in one text."""
    codes: dict[str, list[str]] = {}
    for external, code in pairs:
        codes.setdefault(external, []).append(code)
    return {external: ", ".join(sorted(found)) for external, found in codes.items()}
