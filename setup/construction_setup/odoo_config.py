# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The configuration file of one Odoo process."""

from collections.abc import Iterable
from configparser import ConfigParser
from dataclasses import dataclass
from pathlib import Path

from . import addons, master_keys, paths
from .odoo_source import OdooSource
from .postgres import Postgres


@dataclass(frozen=True)
class Settings:
    """What differs between the Odoo processes of a checkout."""

    name: str
    database: str
    http_port: int = 0
    gevent_port: int = 0
    workers: int = 0
    channels: str = "root:2"
    more_addons: tuple[Path, ...] = ()
    schedulers: int = 1
    """Processes that run scheduled actions."""
    addons: tuple[Path, ...] = ()
    """All folders with addons, in place of the usual ones."""
    memory: int = 2560
    """Megabytes of address space that a process may take; 0: as much as there is."""


def write(source: OdooSource, postgres: Postgres, settings: Settings) -> Path:
    """Write the file and return its path; only the owner can read it."""
    folders = settings.addons or addons_path(source, settings.more_addons)
    parser = ConfigParser(interpolation=None)
    parser["options"] = {
        **postgres.odoo_options(),
        "addons_path": ",".join(map(str, folders)),
        "data_dir": str(data_folder(postgres)),
        # No dbfilter beside it: with one, Odoo asks PostgreSQL for all databases through a new
        # connection on each call without a session, and the name alone admits no other one.
        "db_name": settings.database,
        "list_db": "False",
        "with_demo": "False",
        "server_wide_modules": "base,rpc,web,queue_job",
        "http_interface": "127.0.0.1",
        "http_port": str(settings.http_port),
        "gevent_port": str(settings.gevent_port),
        "workers": str(settings.workers),
        "max_cron_threads": str(settings.schedulers),
        "limit_memory_hard": str(settings.memory * 1024**2),
        "limit_time_cpu": "600",
        "limit_time_real": "1200",
        # Nothing of a development database is reported to anyone.
        "publisher_warranty_url": "",
        # Secrets in the database are encrypted with these.
        "construction_master_keys": master_keys.ensure(),
    }
    parser["queue_job"] = {"channels": settings.channels}
    path = path_of(postgres, settings.name)
    path.touch(mode=0o600)
    with path.open("w") as stream:
        parser.write(stream)
    return path


def path_of(postgres: Postgres, name: str) -> Path:
    """Where the configuration of that name is written."""
    return paths.CONFIG / f"{postgres.name}-{name}.conf"


def data_folder(postgres: Postgres) -> Path:
    """The folder of filestores and sessions; two servers may have databases of one name."""
    folder = paths.DATA / postgres.name
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def addons_path(source: OdooSource, more: Iterable[Path] = ()) -> list[Path]:
    """Every folder with addons: packaged ones, Odoo's, the suite's."""
    packaged = next((paths.VENV / "lib").glob("python3.*/site-packages")) / "odoo" / "addons"
    suite = [paths.ADDONS] if addons.names() else []
    return [packaged, *source.addons, *suite, *more]
