# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""One command at a time where two would spoil each other's work."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from . import paths
from .progress import say


@contextmanager
def exclusive(name: str) -> Iterator[None]:
    """Hold a named lock of this checkout; say so when another command has it."""
    paths.make_runtime()
    with (paths.RUNTIME / f"{name}.lock").open("w") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"Another command of this checkout is busy with: {name}. Waiting for it ...")
            fcntl.flock(stream, fcntl.LOCK_EX)
        yield
