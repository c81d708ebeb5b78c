# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Exporting and importing the integration settings from the command line."""

import io
from pathlib import Path

import pytest

from construction_setup import config_file, demo
from construction_setup.errors import SetupError


class FakeDemo:
    """Answers what Odoo would, and keeps what it was asked to do."""

    def __init__(self, **preview):
        self.preview = {"text": "~ systems[erp]", "digest": "d", "is_change": True} | preview
        self.imports = 0

    def run_code(self, code: str):
        compile(code, "code", "exec")
        if "._export()" in code:
            return "version: 1\n"
        if "._import(" in code:
            self.imports += 1
            return {}
        return self.preview


@pytest.fixture
def fake(monkeypatch) -> FakeDemo:
    found = FakeDemo()
    monkeypatch.setattr(demo, "run_code", found.run_code)
    return found


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "settings.yaml"
    path.write_text("version: 1\nsystems: [{code: erp, name: 'It''s \"ours\"'}]\n")
    return str(path)


def test_export_writes_the_file(fake: FakeDemo, file: str) -> None:
    assert config_file.export(file) == 0
    assert Path(file).read_text(encoding="utf-8") == "version: 1\n"


@pytest.mark.parametrize(("answer", "imports"), [("y", 1), ("yes", 1), ("", 0), ("n", 0)])
def test_import_asks_first(fake, file, monkeypatch, answer, imports) -> None:
    monkeypatch.setattr("builtins.input", lambda _question: answer)
    assert config_file.take(file) == 1 - imports
    assert fake.imports == imports


def test_nobody_there_means_no(fake, file, monkeypatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO())
    assert config_file.take(file) == 1
    assert fake.imports == 0


def test_what_stays_is_only_counted(fake, file, monkeypatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(config_file, "say", said.append)
    fake.preview["text"] = "~ systems[erp]\n    name: “a” → “b”\n= reasons[x]\n= reasons[y]"
    config_file.take(file, ask=False)
    assert said[0] == "~ systems[erp]\n    name: “a” → “b”\n2 entries stay as they are."


def test_import_without_asking(fake: FakeDemo, file: str) -> None:
    assert config_file.take(file, ask=False) == 0
    assert fake.imports == 1


def test_nothing_to_import(fake: FakeDemo, file: str) -> None:
    fake.preview["is_change"] = False
    assert config_file.take(file) == 0
    assert fake.imports == 0


def test_a_refusal_is_told(fake: FakeDemo, file: str) -> None:
    fake.preview = {"error": "systems[erp].owner: There is no User 'x'"}
    with pytest.raises(SetupError, match="There is no User"):
        config_file.take(file, ask=False)
    assert fake.imports == 0


def test_a_missing_file_is_told(fake: FakeDemo, tmp_path) -> None:
    with pytest.raises(SetupError, match="cannot be read"):
        config_file.take(str(tmp_path / "none.yaml"))
