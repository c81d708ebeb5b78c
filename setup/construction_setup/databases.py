# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Databases and their files: templates that hold the installed modules, and clones of them."""

import hashlib
import os
import shutil
import uuid
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from . import addons, odoo_config, odoo_process, paths
from .locking import exclusive
from .odoo_source import OdooSource
from .postgres import Postgres
from .progress import step

PREFIX = f"cis_{paths.CHECKOUT_KEY}_"
DEPENDENCIES = (
    "account",
    "purchase_stock",
    "project_purchase",
    "project_stock_account",
    "hr_timesheet",
    "hr_expense",
    "maintenance",
    "queue_job",
)
# Nothing of a development database goes out: no reports home, no mails in a person's name.
QUIET = """
quiet = ("mail.ir_cron_module_update_notification", "digest.ir_cron_digest_scheduler_action")
for name in quiet:
    cron = env.ref(name, raise_if_not_found=False)
    if cron:
        cron.active = False
env["ir.config_parameter"].set_param("iap.endpoint", "http://127.0.0.1:9")
"""


class Databases:
    """The databases of this checkout on one server."""

    def __init__(self, source: OdooSource, postgres: Postgres) -> None:
        self._source = source
        self._postgres = postgres

    def names(self) -> list[str]:
        """This checkout's databases."""
        with self._postgres.connect() as cursor:
            cursor.execute(
                "SELECT datname FROM pg_database WHERE starts_with(datname, %s) ORDER BY 1",
                [PREFIX],
            )
            return [row[0] for row in cursor.fetchall()]

    def exists(self, database: str) -> bool:
        """Whether a database of ours is there."""
        return database in self.names()

    def dependencies(self) -> str:
        """The template with everything the suite stands on, made when it is missing."""
        return self._template("deps", self._dependencies_key(), self._install_dependencies)

    def suite(self) -> str:
        """The template with the suite installed, made anew when an addon's file changed."""
        if not addons.names():
            return self.dependencies()
        key = _key(self._dependencies_key(), addons.fingerprint())
        dependencies = self.dependencies()
        return self._template("suite", key, lambda name: self._install_suite(dependencies, name))

    def clone(self, template: str, target: str) -> None:
        """Copy a database with its files; an older one of that name goes."""
        self.drop(target)
        with self._postgres.connect() as cursor:
            cursor.execute(f'CREATE DATABASE "{target}" TEMPLATE "{template}"')
        if self._files(template).exists():
            # Files of a filestore are named by their content and never change: links will do.
            shutil.copytree(self._files(template), self._files(target), copy_function=_link_or_copy)
        with self._postgres.connect(target) as cursor:
            cursor.execute(
                "UPDATE ir_config_parameter SET value = %s WHERE key = 'database.uuid'",
                [str(uuid.uuid4())],
            )
        self.mark(target, template)

    def made_from(self, database: str) -> str:
        """The template that a database was cloned from, or last upgraded to."""
        with self._postgres.connect() as cursor:
            cursor.execute(
                "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s",
                [database],
            )
            return (cursor.fetchone() or [None])[0] or ""

    def mark(self, database: str, template: str) -> None:
        """Note on a database which template it corresponds to."""
        with self._postgres.connect() as cursor:
            cursor.execute(f'COMMENT ON DATABASE "{database}" IS %s', [template])

    def drop(self, database: str) -> None:
        """Remove a database of ours, with its files and whoever is still connected."""
        assert database.startswith(PREFIX), database
        with self._postgres.connect() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')
        shutil.rmtree(self._files(database), ignore_errors=True)

    def rename(self, database: str, target: str) -> None:
        """Rename a database nobody is connected to, with its files."""
        with self._postgres.connect() as cursor:
            cursor.execute(f'ALTER DATABASE "{database}" RENAME TO "{target}"')
        with suppress(FileNotFoundError):
            self._files(database).rename(self._files(target))

    def _template(self, kind: str, key: str, install: Callable[[str], None]) -> str:
        name = f"{PREFIX}{kind}_{key}"
        with exclusive(f"{self._postgres.name} templates"):
            if self.exists(name):
                return name
            building = f"{PREFIX}building"
            self.drop(building)
            install(building)
            self.rename(building, name)
            for old in self.names():
                if old.startswith(f"{PREFIX}{kind}_") and old != name:
                    self.drop(old)
        return name

    def _install_dependencies(self, database: str) -> None:
        config = self._config(database)
        with step("Template database with Odoo's modules"):
            odoo_process.update(self._source, config, database, install=["base", *DEPENDENCIES])
            odoo_process.run_code(self._source, config, database, QUIET)

    def _install_suite(self, dependencies: str, database: str) -> None:
        self.clone(dependencies, database)
        config = self._config(database)
        with step("Template database with the suite"):
            odoo_process.update(self._source, config, database, install=addons.names())

    def _files(self, database: str) -> Path:
        return odoo_config.data_folder(self._postgres) / "filestore" / database

    def _config(self, database: str) -> Path:
        settings = odoo_config.Settings("install", database)
        return odoo_config.write(self._source, self._postgres, settings)

    def _dependencies_key(self) -> str:
        lock = paths.LOCK.read_text()
        return _key(lock, self._source.version, *DEPENDENCIES, QUIET)


def _link_or_copy(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _key(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:10]
