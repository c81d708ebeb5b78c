# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Rules of this project that no linter knows. Run on files by pre-commit."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

# Written so that this file does not break its own rules.
FORBIDDEN = {
    r"\b(?:TO)DO\b|\b(?:FIX)ME\b|\b(?:X)XX\b": "unfinished work is done or filed, not noted in the code",
    r"(?<![\w.])/(?:work|root|home/\w+|Users/\w+)/": "a path of one machine",
    r"^--(?:extra-)?index-url|^--find-links|^--trusted-host": "an address of one machine's index",
}
BINARY = {".png", ".jpg", ".ico", ".woff2", ".xlsx", ".pdf"}
MANIFEST = {
    "license": "LGPL-3",
    "author": "Construction Integration Suite",
}
MAX_LINES = 300


def main(arguments: list[str]) -> int:
    """Print what breaks a rule; 1 when something does."""
    found = [line for name in arguments for line in check(Path(name))]
    print("\n".join(found))
    return 1 if found else 0


def check(path: Path) -> Iterator[str]:
    """Every broken rule of one file, as ``path:line: reason``."""
    if path.suffix in BINARY or not path.is_file():
        return
    text = path.read_text(encoding="utf-8")
    for pattern, reason in FORBIDDEN.items():
        for match in re.finditer(pattern, text, re.MULTILINE):
            line = text.count("\n", 0, match.start()) + 1
            yield f"{path}:{line}: {match.group()!r} is {reason}"
    if path.suffix == ".py":
        yield from _check_python(path, text)
    if path.name == "__manifest__.py":
        yield from _check_manifest(path, text)


def _check_python(path: Path, text: str) -> Iterator[str]:
    if text.count("\n") > MAX_LINES:
        yield f"{path}: longer than {MAX_LINES} lines"
    if text.strip() and "License LGPL-3.0 or later" not in text[:300]:
        yield f"{path}:1: the licence header is missing"
    if "core" in path.parts and re.search(r"^\s*(?:import|from) odoo\b", text, re.MULTILINE):
        yield f"{path}: core/ is plain Python, it must not import odoo"


def _check_manifest(path: Path, text: str) -> Iterator[str]:
    manifest = ast.literal_eval(text)
    for name, wanted in MANIFEST.items():
        if manifest.get(name) != wanted:
            yield f"{path}: {name} must be {wanted!r}, not {manifest.get(name)!r}"
    if not manifest.get("version", "").startswith("19.0."):
        yield f"{path}: version must start with 19.0."
    if path.parent.parent.name != "addons":
        # a benchmark's addon is never packaged
        return
    for name in ("pyproject.toml", "readme/DESCRIPTION.md", "readme/USAGE.md"):
        if not (path.parent / name).is_file():
            yield f"{path}: the addon has no {name}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
