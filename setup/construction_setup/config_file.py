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
        why = error.strerror if isinstance(error, OSError) else error
        raise SetupError(f"{file} cannot be read: {why}") from error
    preview = _run(_PREVIEW.format(text=text))
    _show(preview["text"])
    if not preview["is_change"]:
        say("Everything is as the file says already.")
        return 0
    if ask and not _is_confirmed():
        say("Nothing was changed.")
        return 1
    _run(_IMPORT.format(text=text, digest=preview["digest"]))
    say("Imported.")
    return 0


def _show(preview: str) -> None:
    """Say what would change, and how much would not: a file holds about a hundred settings."""
    lines = preview.splitlines()
    changes = [line for line in lines if not line.startswith("= ")]
    say("\n".join([*changes, f"{len(lines) - len(changes)} entries stay as they are."]))


def _is_confirmed() -> bool:
    """Whether a person says yes; nobody there is no."""
    try:
        return input("Import this? [y/N] ").strip().lower() in ("y", "yes")
    except EOFError:
        say("")
        return False


def _run(code: str) -> dict:
    answer = demo.run_code(code)
    if "error" in answer:
        raise SetupError(answer["error"])
    return answer
