# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Templates and clones."""

from collections.abc import Iterator

import pytest

from construction_setup import addons
from construction_setup.databases import DEPENDENCIES, PREFIX
from construction_setup.runtime import Runtime

DATABASE = f"{PREFIX}clone_test"
INSTALLED = "SELECT name FROM ir_module_module WHERE state = 'installed'"


@pytest.fixture
def clone(environment: Runtime) -> Iterator[str]:
    environment.databases.clone(environment.databases.suite(), DATABASE)
    yield DATABASE
    environment.databases.drop(DATABASE)


def test_clone_has_the_suite_installed(environment: Runtime, clone: str) -> None:
    with environment.postgres.connect(clone) as cursor:
        cursor.execute(INSTALLED)
        installed = {row[0] for row in cursor.fetchall()}
    assert installed >= {*DEPENDENCIES, *addons.names()}


def test_template_reports_nothing_home(environment: Runtime, clone: str) -> None:
    with environment.postgres.connect(clone) as cursor:
        cursor.execute(
            "SELECT cron.active FROM ir_cron cron JOIN ir_model_data data"
            " ON data.res_id = cron.id AND data.model = 'ir.cron'"
            " WHERE data.name = 'ir_cron_module_update_notification'"
        )
        assert cursor.fetchall() == [(False,)]


def test_clones_are_told_apart_by_odoo(environment: Runtime, clone: str) -> None:
    query = "SELECT value FROM ir_config_parameter WHERE key = 'database.uuid'"
    found = set()
    for database in (clone, environment.databases.suite()):
        with environment.postgres.connect(database) as cursor:
            cursor.execute(query)
            found.add(cursor.fetchone()[0])
    assert len(found) == 2


def test_clone_remembers_its_template(environment: Runtime, clone: str) -> None:
    assert environment.databases.made_from(clone) == environment.databases.suite()


def test_second_call_reuses_the_template(environment: Runtime) -> None:
    first = environment.databases.suite()
    with environment.postgres.connect() as cursor:
        query = "SELECT oid FROM pg_database WHERE datname = %s"
        cursor.execute(query, [first])
        before = cursor.fetchone()
        assert environment.databases.suite() == first
        cursor.execute(query, [first])
        assert cursor.fetchone() == before


def test_drops_no_database_of_others(environment: Runtime) -> None:
    with pytest.raises(AssertionError):
        environment.databases.drop("postgres")
