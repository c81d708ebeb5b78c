# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Each addon is a wheel that installs into a clean environment, and Odoo loads it from there."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from construction_setup import addons, commands, packaging, paths
from construction_setup.databases import PREFIX
from construction_setup.runtime import Runtime

DATABASE = f"{PREFIX}wheels"


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return packaging.build_wheels(tmp_path_factory.mktemp("wheels"))


@pytest.fixture(scope="module")
def clean(wheels: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheels, and no sight of the checkout's addons."""
    return packaging.clean_environment(tmp_path_factory.mktemp("clean") / "venv", wheels)


@pytest.fixture(scope="module")
def database(environment: Runtime) -> Iterator[str]:
    environment.databases.clone(environment.databases.dependencies(), DATABASE)
    yield DATABASE
    environment.databases.drop(DATABASE)


def test_each_addon_has_a_wheel(wheels: list[Path]) -> None:
    built = {wheel.name.split("-")[0] for wheel in wheels}
    assert built == {f"odoo_addon_{name}" for name in addons.names()}


def test_wheels_hold_what_an_addon_needs(wheels: list[Path]) -> None:
    for wheel in wheels:
        content = zipfile.ZipFile(wheel).namelist()
        name = wheel.name.split("-")[0].removeprefix("odoo_addon_")
        assert f"odoo/addons/{name}/__manifest__.py" in content
        assert not [path for path in content if path.endswith(".pyc")]


def test_odoo_installs_the_addons_from_the_wheels(
    environment: Runtime, clean: Path, database: str
) -> None:
    config = packaging.config(environment, clean, database)
    assert str(paths.ADDONS) not in config.read_text()
    packaging.install(environment, clean, config, database)
    with environment.postgres.connect(database) as cursor:
        cursor.execute("SELECT name FROM ir_module_module WHERE state = 'installed'")
        assert {row[0] for row in cursor.fetchall()} >= set(addons.names())


def test_clean_environment_imports_the_wheels(clean: Path) -> None:
    for name in addons.names():
        code = f"import odoo.addons.{name} as addon; print(addon.__file__)"
        where = commands.run([clean / "bin" / "python", "-c", code], f"import {name}")
        assert Path(where.strip()).is_relative_to(clean)
