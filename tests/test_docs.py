# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the documents name exists."""

import importlib.util
import re
import sys
from pathlib import Path

import pytest

from construction_setup.server import Server

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])
LINK = re.compile(r"\]\(([^)#:]+)\)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_tests_named_as_cover_exist() -> None:
    page = (ROOT / "docs" / "coverage.md").read_text(encoding="utf-8")
    known = {path.name for path in ROOT.rglob("test_*.py")}
    assert set(re.findall(r"`(?:tests/)?(test_\w+\.py)`", page)) <= known


def test_each_contract_is_documented_with_its_fields(server: Server) -> None:
    code = (
        "from odoo.addons.construction_connector_base.core.contract import all_contracts\n"
        "answer = {c.name: sorted(c.payload.model_fields) for c in all_contracts()}"
    )
    contracts = server.run_code(code)
    page = (ROOT / "docs" / "messages.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `([a-z_.]+)` \| (.+) \|$", page, re.MULTILINE))
    assert set(contracts) == set(rows)
    for name, fields in contracts.items():
        missing = [field for field in fields if not re.search(rf"\b{field}\b", rows[name])]
        assert not missing, f"{name} does not document {missing}"


def test_guide_shows_the_sample_connector() -> None:
    """Each file of the sample stands in the guide, word for word; and it is as short as promised."""
    guide = (ROOT / "docs" / "writing-a-connector.md").read_text(encoding="utf-8")
    sample = ROOT / "setup" / "test_addons" / "construction_connector_sample"
    shown = dict(re.findall(r"^`(\S+)`\n```\w+\n(.*?)\n```$", guide, re.MULTILINE | re.DOTALL))
    files = [path for path in sample.rglob("*") if path.suffix in (".py", ".csv")]
    lines = 0
    for path in files:
        if path.parent.name == "tests":
            continue
        name = str(path.relative_to(sample))
        text = re.sub(r"\A# License .*\n", "", path.read_text(encoding="utf-8")).strip("\n")
        if path.name != "__init__.py":
            assert shown.pop(name) == text, f"The guide shows another {name}"
        if path.suffix == ".py":
            lines += len([line for line in text.splitlines() if line.strip()])
    assert not shown
    assert lines < 100
    assert f"It has {lines} lines of Python" in guide


def test_only_tested_commands_are_named() -> None:
    """README's two commands are those that CI and a newcomer run."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "./setup/run demo" in readme
    assert "./setup/run test" in readme
    assert "exec ./setup/run test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_bad_input_is_documented_as_it_is_answered() -> None:
    path = ROOT / "addons" / "construction_connector_base" / "tests" / "bad_input.py"
    spec = importlib.util.spec_from_file_location("bad_input", path)
    assert spec and spec.loader
    bad_input = sys.modules["bad_input"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(bad_input)
    tested = [(bad.case, bad.status, bad.problem, bad.code) for bad in bad_input.TABLE]
    tested += [(case, *answer, "") for case, answer in bad_input.SIGNED.items()]
    rows = [
        f"| {case} | {status} `{problem}`{f' `{code}`' if code else ''} |"
        for case, status, problem, code in tested
    ]
    page = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    chapter = page.split("## Bad input")[1].split("\n## ")[0]
    assert re.findall(r"^\| (?!sent).+ \|$", chapter, re.MULTILINE) == rows
