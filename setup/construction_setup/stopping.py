# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""End what this checkout started, and remove what it made."""

import shutil

from . import paths, postgres, state
from .progress import say, step
from .server import end


def stop() -> int:
    """End our servers, then our PostgreSQL; each known by its process, never by a name."""
    ended = 0
    # A front door (longer name) before its server, which would take it along unnoticed.
    for running in sorted(state.all_known(), key=lambda running: -len(running.name)):
        if end(running):
            say(f"Stopped the server {running.name} (process {running.pid})")
            ended += 1
    for cluster in postgres.CLUSTERS:
        if postgres.stop(cluster):
            say(f"Stopped PostgreSQL ({cluster})")
            ended += 1
    if not ended:
        say("Nothing of this checkout was running.")
    return 0


def clean() -> int:
    """Stop everything, then remove databases, logs, Odoo and the Python packages."""
    stop()
    with step("Remove .runtime and .venv"):
        for folder in (postgres.OUTSIDE, paths.RUNTIME, paths.VENV):
            shutil.rmtree(folder, ignore_errors=folder == postgres.OUTSIDE)
    return 0
