# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What this checkout started: kept in a file, so that another call can stop it."""

import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from . import paths
from .locking import exclusive


@dataclass(frozen=True)
class Running:
    """A server process of ours. Its start time tells it from a later process of the same pid."""

    name: str
    pid: int
    started: float
    database: str
    http_port: int

    def process(self):
        """The process, or nothing when it has ended."""
        import psutil

        try:
            process = psutil.Process(self.pid)
            same = abs(process.create_time() - self.started) < 0.01
            return process if same and process.status() != psutil.STATUS_ZOMBIE else None
        except psutil.NoSuchProcess:
            return None


def remember(running: Running) -> None:
    """Note a started server under its name."""
    with exclusive("state"):
        state = _read()
        state[running.name] = asdict(running)
        _write(state)


def forget(name: str) -> None:
    """Drop the note of a server."""
    with exclusive("state"):
        state = _read()
        state.pop(name, None)
        _write(state)


def known(name: str) -> Running | None:
    """What was last noted under a name, running or not."""
    entry = _read().get(name)
    return _load(entry) if entry else None


def all_known() -> list[Running]:
    """Everything noted."""
    return [_load(entry) for entry in _read().values()]


def _load(entry: dict) -> Running:
    # A note of another version of this file may hold more.
    return Running(**{field.name: entry[field.name] for field in fields(Running)})


def _read() -> dict[str, dict]:
    try:
        return json.loads(paths.STATE.read_text())
    except (FileNotFoundError, json.JSONDecodeError):
        return {}


def _write(state: dict[str, dict]) -> None:
    partial = Path(f"{paths.STATE}.partial")
    partial.write_text(json.dumps(state, indent=2))
    partial.replace(paths.STATE)
