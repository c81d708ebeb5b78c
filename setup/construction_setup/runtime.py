# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Everything a command needs, found or made on the first call and reused on the next."""

from dataclasses import dataclass

from . import odoo_source, paths, postgres
from .databases import Databases
from .odoo_source import OdooSource
from .postgres import Postgres


@dataclass(frozen=True)
class Runtime:
    """Odoo, a database server and the databases on it."""

    source: OdooSource
    postgres: Postgres
    databases: Databases


def ensure(cluster: str = "main") -> Runtime:
    """The runtime on a cluster: ``main`` keeps its data safe, ``test`` is fast."""
    paths.make_runtime()
    source = odoo_source.ensure()
    server = postgres.ensure(cluster)
    return Runtime(source, server, Databases(source, server))
