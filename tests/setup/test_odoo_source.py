# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Finding an Odoo that the user has."""

from pathlib import Path

import pytest

from construction_setup.errors import SetupError
from construction_setup.odoo_source import find

RELEASE = "version_info = ({}, 0, 0, FINAL, 0, '')\n"


def make(folder: Path, major: int) -> None:
    folder.mkdir(parents=True)
    (folder / "release.py").write_text(RELEASE.format(major))


def test_source_checkout(tmp_path: Path) -> None:
    make(tmp_path / "odoo", 19)
    source = find(tmp_path)
    assert source.library == tmp_path
    assert source.script == tmp_path / "odoo-bin"
    assert source.addons == (tmp_path / "addons", tmp_path / "odoo/addons")


def test_debian_layout(tmp_path: Path) -> None:
    library = tmp_path / "usr/lib/python3/dist-packages"
    make(library / "odoo", 19)
    source = find(tmp_path)
    assert source.library == library
    assert source.script == tmp_path / "usr/bin/odoo"
    assert source.addons == (library / "odoo/addons",)


def test_another_series_is_refused(tmp_path: Path) -> None:
    make(tmp_path / "odoo", 18)
    with pytest.raises(SetupError, match="is Odoo 18.0, this project needs 19.0") as caught:
        find(tmp_path)
    assert "ODOO_HOME" in str(caught.value)


def test_a_folder_without_odoo_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="There is no Odoo in"):
        find(tmp_path)
