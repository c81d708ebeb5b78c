# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A server on a cluster of its own, which these tests may kill and restart."""

from collections.abc import Iterator

import pytest

from construction_setup import addons, odoo_config, odoo_process, paths, postgres
from construction_setup.databases import PREFIX, Databases
from construction_setup.postgres import Postgres
from construction_setup.runtime import Runtime
from construction_setup.server import Server

from .probes import Probes

TEST_ADDONS = paths.SETUP / "test_addons"
DATABASE = f"{PREFIX}faults"
SEED = """
system = env["integration.system"].create({"name": "Probe", "code": "probe"})
system._allow(["construction.probe.sent.v1", "construction.probe.noted.v1"])
answer = env["integration.api.key"]._generate(system, "faults", 30)
"""


@pytest.fixture(scope="package")
def cluster(environment: Runtime) -> Iterator[Postgres]:
    """A PostgreSQL of our own: the one of the other tests must not be restarted."""
    server = postgres.ensure_own("faults")
    yield server
    postgres.stop("faults")


@pytest.fixture(scope="package")
def server(environment: Runtime, cluster: Postgres) -> Iterator[Server]:
    """Odoo with the message layer and the probe, its runner and four workers."""
    databases = Databases(environment.source, cluster)
    databases.drop(DATABASE)
    settings = odoo_config.Settings("faults-install", DATABASE, more_addons=(TEST_ADDONS,))
    config = odoo_config.write(environment.source, cluster, settings)
    probe = addons.names(TEST_ADDONS)
    odoo_process.update(environment.source, config, DATABASE, install=probe)
    live = Server("faults", DATABASE, environment.source, cluster, more_addons=(TEST_ADDONS,))
    live.start()
    yield live
    live.stop()
    databases.drop(DATABASE)


@pytest.fixture(scope="package")
def key(server: Server) -> str:
    """The bearer key of the system that sends probes."""
    return server.run_code(SEED)


@pytest.fixture
def probes(server: Server, key: str, request: pytest.FixtureRequest) -> Probes:
    """Ten thousand messages under keys of this test's own."""
    return Probes(server, key, request.node.name)
