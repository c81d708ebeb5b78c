# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which tests the sources hold, to compare with those that ran.

A test file nobody imports, a tag that matches nothing or a missing browser all leave a green
run behind; the sources do not.
"""

import ast
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from . import paths

ADDONS = ("addons", "setup/test_addons")
PATTERNS = (*(f"{folder}/*/tests/**/test_*.py" for folder in ADDONS), "tests/**/test_*.py")


@dataclass(frozen=True, order=True)
class SourceTest:
    """One test function: the dotted place (module and class) and its name."""

    place: str
    name: str

    def __str__(self) -> str:
        return f"{self.place}.{self.name}"


@dataclass(frozen=True)
class Outcome:
    """How one run of a test ended: ``passed``, ``failed`` or ``skipped``."""

    test: SourceTest
    result: str


def in_sources(root: Path = paths.ROOT) -> set[SourceTest]:
    """Every test function of the sources."""
    return {
        test
        for pattern in PATTERNS
        for path in root.glob(pattern)
        for test in _in_file(path, ".".join(path.relative_to(root).with_suffix("").parts))
    }


def not_imported(root: Path = paths.ROOT) -> list[str]:
    """Addon test files that their package does not import: Odoo's own runner would miss them."""
    missing = []
    found = [path for folder in ADDONS for path in root.glob(f"{folder}/*/tests/test_*.py")]
    for path in sorted(found):
        package = path.parent / "__init__.py"
        if path.stem not in _imported(package):
            missing.append(str(path.relative_to(root)))
    return missing


def outcomes(report: Path) -> list[Outcome]:
    """What a JUnit file says, one entry per run of a test."""
    found = []
    for case in ElementTree.parse(report).iter("testcase"):
        name = (case.get("name") or "").partition("[")[0]
        kinds = {child.tag for child in case}
        result = "failed" if kinds & {"failure", "error"} else "passed"
        if result == "passed" and "skipped" in kinds:
            result = "skipped"
        found.append(Outcome(SourceTest(case.get("classname") or "", name), result))
    return found


def merge(reports: list[Path], target: Path) -> None:
    """Put several JUnit files into one."""
    root = ElementTree.Element("testsuites")
    for report in reports:
        root.extend(ElementTree.parse(report).iter("testsuite"))
    ElementTree.ElementTree(root).write(target, encoding="utf-8", xml_declaration=True)


def _in_file(path: Path, module: str) -> Iterator[SourceTest]:
    for node in ast.parse(path.read_text()).body:
        if _is_test(node):
            yield SourceTest(module, node.name)
        elif isinstance(node, ast.ClassDef):
            for member in filter(_is_test, node.body):
                yield SourceTest(f"{module}.{node.name}", member.name)


def _is_test(node: ast.AST) -> bool:
    return isinstance(node, ast.FunctionDef) and node.name.startswith("test")


def _imported(package: Path) -> set[str]:
    tree = ast.parse(package.read_text()) if package.is_file() else ast.Module([], [])
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return {alias.name for node in imports for alias in node.names}
