# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The check that every test of the sources ran."""

from pathlib import Path

import pytest

from construction_setup.expected_tests import (
    Outcome,
    SourceTest,
    in_sources,
    merge,
    not_imported,
    outcomes,
)
from construction_setup.testing import Tally

SOURCE = """
def test_alone(): ...
def helper(): ...
class TestThing(TransactionCase):
    def test_one(self): ...
    def setUp(self): ...
"""
REPORT = """<testsuites><testsuite>
<testcase classname="tests.test_a" name="test_alone[x-1]"/>
<testcase classname="tests.test_a" name="test_bad"><failure/></testcase>
<testcase classname="tests.test_a" name="test_error"><error/></testcase>
<testcase classname="tests.test_a" name="test_off"><skipped/></testcase>
</testsuite></testsuites>"""
ALONE = SourceTest("tests.test_a", "test_alone")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    tests = tmp_path / "addons" / "some" / "tests"
    tests.mkdir(parents=True)
    (tests / "test_thing.py").write_text(SOURCE)
    (tests / "__init__.py").write_text("from . import test_thing")
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_a.py").write_text("def test_alone(): ...")
    return tmp_path


def test_finds_functions_and_methods(root: Path) -> None:
    module = "addons.some.tests.test_thing"
    assert in_sources(root) == {
        ALONE,
        SourceTest(module, "test_alone"),
        SourceTest(f"{module}.TestThing", "test_one"),
    }


def test_names_files_that_odoo_would_not_load(root: Path) -> None:
    assert not_imported(root) == []
    (root / "addons/some/tests/test_lost.py").write_text("")
    assert not_imported(root) == ["addons/some/tests/test_lost.py"]


def test_reads_how_each_test_ended(tmp_path: Path) -> None:
    report = tmp_path / "junit.xml"
    report.write_text(REPORT)
    assert [outcome.result for outcome in outcomes(report)] == [
        "passed", "failed", "failed", "skipped",
    ]  # fmt: skip
    assert outcomes(report)[0].test == ALONE


def test_merged_report_has_all_suites(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(REPORT)
    (tmp_path / "b.xml").write_text(REPORT)
    merge([tmp_path / "a.xml", tmp_path / "b.xml"], tmp_path / "all.xml")
    assert len(outcomes(tmp_path / "all.xml")) == 8


@pytest.mark.parametrize(
    ("results", "line", "good"),
    [
        (["passed", "passed"], "2 passed, 0 failed", True),
        (["passed", "failed"], "1 passed, 1 failed", False),
        (["passed", "skipped"], "1 passed, 0 failed, 1 skipped", False),
        ([], "0 passed, 0 failed", False),
    ],
)
def test_closing_line(results: list[str], line: str, good: bool) -> None:
    tally = Tally()
    tally.add([Outcome(ALONE, result) for result in results])
    assert str(tally) == line
    assert tally.good is good


def test_a_skipped_test_did_not_run() -> None:
    tally = Tally()
    tally.add([Outcome(ALONE, "skipped")])
    assert tally.ran == set()
