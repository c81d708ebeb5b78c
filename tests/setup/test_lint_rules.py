# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The project's own lint rules."""

from pathlib import Path

import pytest

from construction_setup.lint_rules import check

HEADER = "# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).\n"
GOOD = {
    "license": "LGPL-3",
    "author": "Construction Integration Suite",
    "version": "19.0.1.0.0",
}


def broken(path: Path, text: str) -> list[str]:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return list(check(path))


# In pieces, or this file would break the rules itself.
FORBIDDEN = [
    ("# TO", "DO later"),
    ("x = '/ro", "ot/x'"),
    ("cd /ho", "me/ann/x"),
    ("--index", "-url https://x.example"),
]


@pytest.mark.parametrize("line", map("".join, FORBIDDEN))
def test_forbidden_text_is_found(tmp_path: Path, line: str) -> None:
    assert len(broken(tmp_path / "a.txt", f"fine\n{line}\n")) == 1


def test_addresses_and_relative_paths_are_fine(tmp_path: Path) -> None:
    assert broken(tmp_path / "a.txt", "https://x.example/home/ann/\n./work/x\n") == []


def test_python_needs_the_licence_header(tmp_path: Path) -> None:
    assert broken(tmp_path / "a.py", "x = 1\n") != []
    assert broken(tmp_path / "a.py", HEADER + "x = 1\n") == []


def test_core_does_not_import_odoo(tmp_path: Path) -> None:
    text = HEADER + "from odoo import models\n"
    assert len(broken(tmp_path / "core" / "a.py", text)) == 1
    assert broken(tmp_path / "models" / "a.py", text) == []


def test_long_files_are_found(tmp_path: Path) -> None:
    assert len(broken(tmp_path / "a.py", HEADER + "x = 1\n" * 300)) == 1


def test_manifest(tmp_path: Path) -> None:
    addon = tmp_path / "addons" / "some"
    for name in ("pyproject.toml", "readme/DESCRIPTION.md", "readme/USAGE.md"):
        broken(addon / name, "x\n")
    manifest = addon / "__manifest__.py"
    assert broken(manifest, HEADER + repr(GOOD)) == []
    assert len(broken(manifest, HEADER + repr({**GOOD, "license": "AGPL-3"}))) == 1
    assert len(broken(manifest, HEADER + repr({**GOOD, "version": "18.0.1.0.0"}))) == 1
    (addon / "pyproject.toml").unlink()
    assert len(broken(manifest, HEADER + repr(GOOD))) == 1
