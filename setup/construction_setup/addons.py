# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The suite's addons: which there are, and a fingerprint of their files."""

import ast
import hashlib
from pathlib import Path

from . import paths

IGNORED = {"__pycache__", "tests", "readme"}


def names(folder: Path = paths.ADDONS) -> list[str]:
    """The installable addons of a folder, by name."""
    return sorted(
        manifest.parent.name
        for manifest in folder.glob("*/__manifest__.py")
        if ast.literal_eval(manifest.read_text()).get("installable", True)
    )


def fingerprint(folder: Path = paths.ADDONS) -> str:
    """Changes whenever a file changes that a database is made from."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        if path.is_file() and path.suffix != ".pyc" and not IGNORED & set(relative.parts):
            digest.update(str(relative).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
