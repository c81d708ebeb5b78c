# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Fixtures of the system tests: a live server with workers and a job runner."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "setup"))

from construction_setup import runtime
from construction_setup.databases import PREFIX
from construction_setup.runtime import Runtime
from construction_setup.server import Server


@pytest.fixture(scope="session")
def environment() -> Runtime:
    """Odoo, the fast PostgreSQL cluster and its databases."""
    return runtime.ensure("test")


@pytest.fixture(scope="module")
def server(environment: Runtime) -> Iterator[Server]:
    """A running server on a database of the module's own, with the suite installed and no data."""
    database = f"{PREFIX}live"
    environment.databases.clone(environment.databases.suite(), database)
    live = Server("live", database, environment.source, environment.postgres)
    live.start()
    yield live
    live.stop()
    environment.databases.drop(database)


@pytest.fixture(scope="module")
def contractor(server: Server) -> dict:
    """The demo's contractor in that database: its bearer keys by system, logins, password."""
    return server.run_code("from demo.seed import seed\nanswer = seed(env)")
