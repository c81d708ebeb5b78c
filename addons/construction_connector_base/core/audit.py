# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What an audit entry says, its digest, and the chain that makes a later change visible.

An entry's digest covers all it says. Entries are put into one gapless sequence afterwards; the
hash of each covers its digest and the hash before it, so that no entry can be changed, removed
or slipped in without breaking the chain from there on.
"""

import gzip
import hashlib
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

import orjson

#: The hash before the first entry.
GENESIS = "0" * 64
#: Names the format of an exported chain.
FORMAT = "integration-audit-1"
#: Findings after which a verification stops listing: a chain that is broken everywhere is broken.
MAX_FINDINGS = 1000

Kind = Literal["content", "link", "gap", "order", "checkpoint", "file"]


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


@dataclass(frozen=True)
class Point:
    """A place in the chain that is known for certain: the entry's number and hash."""

    seq: int
    hash: str


#: Before the first entry.
START = Point(0, GENESIS)


@dataclass(frozen=True)
class Row:
    """An entry as it is kept: its place in the chain, and what it says."""

    id: int
    seq: int
    previous_hash: str
    hash: str
    digest: str
    content: Content

    def as_dict(self) -> dict[str, Any]:
        """The entry as it stands in an exported file."""
        content = self.content
        return {
            "seq": self.seq,
            "id": self.id,
            "at": content.at.isoformat(timespec="microseconds"),
            "step": content.step,
            "company_id": content.company_id,
            "system_id": content.system_id,
            "user_id": content.user_id,
            "res_model": content.res_model,
            "res_id": content.res_id,
            "messages": list(content.messages),
            "data": content.data,
            "digest": self.digest,
            "previous_hash": self.previous_hash,
            "hash": self.hash,
        }

    @classmethod
    def from_dict(cls, entry: dict[str, Any]) -> "Row":
        """The entry of a line of an exported file; raises ``KeyError``, ``ValueError``."""
        names = ("company_id", "system_id", "user_id", "res_model", "res_id")
        content = Content(
            at=datetime.fromisoformat(entry["at"]),
            step=entry["step"],
            messages=entry["messages"],
            data=entry["data"],
            **{name: entry[name] for name in names},
        )
        places = ("id", "seq", "previous_hash", "hash", "digest")
        return cls(**{name: entry[name] for name in places}, content=content)


@dataclass(frozen=True)
class Finding:
    """What is wrong at one place of the chain. ``id``: of the entry, if there is one."""

    kind: Kind
    seq: int
    id: int | None
    text: str

    def __str__(self) -> str:
        where = f"entry {self.seq}" + (f" (id {self.id})" if self.id else "")
        return f"{where}: {self.text}"


@dataclass
class Verifier:
    """Checks a chain entry by entry, in the order of their numbers.

    ``after``: where the entries begin; it is trusted. ``known``: points that must lie on the
    chain, from earlier checkpoints.
    """

    after: Point = START
    known: Iterable[Point] = ()
    findings: list[Finding] = field(default_factory=list)
    count: int = 0

    def __post_init__(self) -> None:
        self.last = self.after
        self._known = {point.seq: point.hash for point in self.known if point.seq > 0}
        self._check_known(self.after, None)

    def feed(self, rows: Iterable[Row]) -> None:
        """Check the next entries."""
        for row in rows:
            self._check(row)
            self.last = Point(row.seq, row.hash)
            self.count += 1

    def finish(self) -> list[Finding]:
        """Check that nothing is missing at the end; return all findings."""
        newest = max(self._known, default=0)
        if newest > self.last.seq:
            text = f"the newest entries, up to {newest}, are missing: a checkpoint saw them"
            self._find("gap", self.last.seq + 1, None, text)
        return self.findings

    def _check(self, row: Row) -> None:
        expected = self.last.seq + 1
        if row.seq <= self.last.seq:
            self._find("order", row.seq, row.id, f"it stands after entry {self.last.seq}")
        elif row.seq > expected:
            more = "" if row.seq == expected + 1 else f" with those up to {row.seq - 1}"
            self._find("gap", expected, None, f"missing{more}, the next one is {row.seq}")
        if row.content.digest() != row.digest:
            self._find("content", row.seq, row.id, "its content was changed")
        if row.seq == expected and row.previous_hash != self.last.hash:
            text = "it does not continue the entry before: one of the two was replaced"
            self._find("link", row.seq, row.id, text)
        if link(row.seq, row.previous_hash, row.digest) != row.hash:
            self._find("link", row.seq, row.id, "its hash is not that of its number and content")
        self._check_known(Point(row.seq, row.hash), row.id)

    def _check_known(self, point: Point, id_: int | None) -> None:
        if self._known.get(point.seq, point.hash) != point.hash:
            text = "a checkpoint saw another hash here: it or entries before it were replaced"
            self._find("checkpoint", point.seq, id_, text)

    def _find(self, kind: Kind, seq: int, id_: int | None, text: str) -> None:
        if len(self.findings) < MAX_FINDINGS:
            self.findings.append(Finding(kind, seq, id_, text))


def verify(rows: Iterable[Row], after: Point = START, known: Iterable[Point] = ()) -> list[Finding]:
    """All that is wrong with a chain; nothing if it is whole."""
    verifier = Verifier(after, known)
    verifier.feed(rows)
    return verifier.finish()


def dump(header: dict[str, Any], rows: Iterable[Row]) -> Iterator[bytes]:
    """Lines of an exported file: the header, then the entries in order."""
    yield orjson.dumps({"format": FORMAT} | header) + b"\n"
    for row in rows:
        yield orjson.dumps(row.as_dict()) + b"\n"


class BadFile(Exception):
    """A file that is no exported chain."""


def load_header(path: str) -> dict[str, Any]:
    """The header of an exported file; raises ``BadFile``, ``OSError``."""
    for line in _lines(path):
        header = _object(line, 1)
        if header.get("format") != FORMAT or not {"after", "last", "count"} <= header.keys():
            break
        return header
    raise BadFile(f"This is no audit export of the format {FORMAT}")


def load_rows(path: str) -> Iterator[Row]:
    """The entries of an exported file; raises ``BadFile`` with the line."""
    for number, line in enumerate(_lines(path), 1):
        if number == 1:
            continue
        try:
            yield Row.from_dict(_object(line, number))
        except (KeyError, ValueError, TypeError) as error:
            raise BadFile(f"Line {number} is no entry") from error


def verify_file(path: str, earlier: Sequence[str] = ()) -> tuple[int, list[Finding]]:
    """Check an exported file, also against earlier ones; the number of entries, and findings.

    ``earlier``: files whose last entry must lie on this chain. Raises ``BadFile``, ``OSError``.
    """
    header = load_header(path)
    known = [_point(load_header(one)["last"]) for one in earlier]
    verifier = Verifier(_point(header["after"]), [*known, _point(header["last"])])
    verifier.feed(load_rows(path))
    findings = verifier.finish()
    if verifier.count != header["count"]:
        text = f"the file has {verifier.count} entries, its header says {header['count']}"
        findings.append(Finding("file", verifier.last.seq, None, text))
    for point in known:
        if point.seq < verifier.after.seq:
            text = f"the earlier file ends at {point.seq}, this one begins later: entries between are not covered"
            findings.append(Finding("gap", point.seq + 1, None, text))
    return verifier.count, findings


def _point(value: dict[str, Any]) -> Point:
    return Point(value["seq"], value["hash"])


def _object(line: bytes, number: int) -> dict[str, Any]:
    try:
        value = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise BadFile(f"Line {number} is no JSON") from error
    if not isinstance(value, dict):
        raise BadFile(f"Line {number} is no object")
    return value


def _lines(path: str) -> Iterator[bytes]:
    try:
        with gzip.open(path) as stream:
            yield from stream
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise BadFile("The file is not compressed with gzip, or cut off") from error
