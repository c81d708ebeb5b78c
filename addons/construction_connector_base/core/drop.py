# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Files that events are appended to, for systems that read files.

A file is named by the type of its events and by a window of time, so that a reader knows which
files are complete. A line is written whole or, after a crash, cut off again.
"""

import csv
import fcntl
import io
import os
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Literal

import orjson

Format = Literal["csv", "ndjson"]
Window = Literal["hour", "day", "month"]

_WINDOWS = {"hour": "%Y-%m-%dT%H", "day": "%Y-%m-%d", "month": "%Y-%m"}
_PART = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]*")
#: What a spreadsheet would take for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
COLUMNS = ("id", "time", "subject", "entity")


class ForbiddenPath(ValueError):
    """A folder that is not below the base folder."""


def folder(base: str, relative: str) -> Path:
    """The folder below the base folder; raises ``ForbiddenPath``.

    >>> str(folder("/drop", "payroll/north"))
    '/drop/payroll/north'
    """
    parts = [part for part in relative.split("/") if part]
    if relative.startswith("/") or not all(map(_PART.fullmatch, parts)):
        raise ForbiddenPath(relative)
    root = Path(base).resolve()
    target = root.joinpath(*parts)
    # a link somebody has put there may lead out
    if not target.resolve().is_relative_to(root):
        raise ForbiddenPath(relative)
    return target


def file_name(type_: str, moment: datetime, window: Window, format_: Format) -> str:
    """Name of the file that takes events of a type at a moment (UTC).

    >>> file_name("construction.cost.aggregated.v1", datetime(2026, 3, 2, 8), "day", "csv")
    'construction.cost.aggregated.v1-2026-03-02.csv'
    """
    return f"{type_}-{moment.strftime(_WINDOWS[window])}.{format_}"


def render(
    events: Sequence[Mapping[str, Any]], format_: Format, fields: Sequence[str], header: bool
) -> bytes:
    """The lines of events of one type. ``fields``: of their data, the columns of a CSV file."""
    if format_ == "ndjson":
        return b"".join(orjson.dumps(event) + b"\n" for event in events)
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    if header:
        writer.writerow([*COLUMNS, *fields])
    for event in events:
        cells = [event.get(name) for name in COLUMNS]
        cells += [event["data"].get(name) for name in fields]
        writer.writerow([_cell(value) for value in cells])
    return stream.getvalue().encode()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dict | list | bool):
        return orjson.dumps(value).decode()
    # a line break would make two lines of one event
    text = re.sub(r"[\r\n]+", " ", str(value))
    if text.startswith(_FORMULA) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def append(
    path: Path, events: Sequence[Mapping[str, Any]], format_: Format, fields: Sequence[str]
) -> None:
    """Append the events to the file, durably; make it and its folder if they are not there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        size = _cut_torn_line(stream)
        stream.write(render(events, format_, fields, header=size == 0))
        stream.flush()
        os.fsync(stream.fileno())


def _cut_torn_line(stream: IO[bytes]) -> int:
    """Remove what a crash has left of a line; return the size of the file."""
    end = position = stream.seek(0, os.SEEK_END)
    while position > 0:
        start = max(0, position - 4096)
        stream.seek(start)
        found = stream.read(position - start).rfind(b"\n")
        if found >= 0:
            position = start + found + 1
            break
        position = start
    if position != end:
        stream.truncate(position)
    return position


def has_event(path: Path, id_: str) -> bool:
    """Whether a line of the file is of this event."""
    if not path.is_file():
        return False
    csv_start, json_part = f"{id_},".encode(), f'"id":"{id_}"'.encode()
    with path.open("rb") as stream:
        return any(
            line.endswith(b"\n") and (line.startswith(csv_start) or json_part in line)
            for line in stream
        )
