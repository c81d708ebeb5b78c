# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Steps with their elapsed time, one line each."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

# The command goes on in another interpreter once .venv exists: the clock must not start anew.
STARTED_VARIABLE = "CONSTRUCTION_SETUP_STARTED"


def _started() -> float:
    now = time.time()
    try:
        return float(os.environ.setdefault(STARTED_VARIABLE, str(now)))
    except ValueError:
        return now


_START = _started()
_stream = sys.stdout


def elapsed() -> float:
    """Seconds since the command was called."""
    return time.time() - _START


def to_standard_error() -> None:
    """Keep progress out of standard output from now on."""
    global _stream
    _stream = sys.stderr


def say(text: str = "") -> None:
    """Print one line after the elapsed time."""
    print(f"[{elapsed():7.1f} s] {text}", file=_stream, flush=True)


def warn(text: str) -> None:
    """Print one line to standard error."""
    print(text, file=sys.stderr, flush=True)


@contextmanager
def step(title: str) -> Iterator[None]:
    """Say that a step begins, and how long it took when it ends well."""
    begun = time.time()
    say(f"{title} ...")
    yield
    say(f"{title}: done in {time.time() - begun:.1f} s")
