# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The integration settings of the demo's database as one YAML file."""

from pathlib import Path

from . import demo
from .errors import SetupError
from .progress import say

_PREVIEW = """
from odoo.exceptions import UserError
try:
    found = env["integration.config"]._preview({text!r})
    answer = dict(text=found.text, digest=found.digest, is_change=found.is_change)
except UserError as error:
    answer = dict(error=str(error))
"""
_IMPORT = """
from odoo.exceptions import UserError
answer = dict()
try:
    env["integration.config"]._import({text!r}, {digest!r})
    env.cr.commit()
    # a server that is running must not go on with what it remembers
    env.registry.signal_changes()
except UserError as error:
    env.cr.rollback()
    answer = dict(error=str(error))
"""


def export(file: str) -> int:
    """Write the settings to a file; returns the exit code."""
    text = demo.run_code("answer = env['integration.config']._export()")
    Path(file).write_text(text, encoding="utf-8")
    say(f"{file}: {len(text.splitlines())} lines.")
    return 0


def take(file: str, ask: bool = True) -> int:
    """Show what a file would change, and change it once that is confirmed.

    Returns the exit code: 1 if nobody confirmed.

    :raises SetupError: the file cannot be read, or is refused
    """
    try:
        text = Path(file).read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise SetupError(f"{file} cannot be read: {error}") from error
    preview = _run(_PREVIEW.format(text=text))
    say(preview["text"])
    if not preview["is_change"]:
        say("Everything is as the file says already.")
        return 0
    if ask and input("Import this? [y/N] ").strip().lower() not in ("y", "yes"):
        say("Nothing was changed.")
        return 1
    _run(_IMPORT.format(text=text, digest=preview["digest"]))
    say("Imported.")
    return 0


def _run(code: str) -> dict:
    answer = demo.run_code(code)
    if "error" in answer:
        raise SetupError(answer["error"])
    return answer
