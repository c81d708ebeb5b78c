# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Print a document that brings all it needs, with the Chromium of the machine.

The page neither runs scripts nor loads anything: what people wrote into a document is printed and
has no further effect.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
#: What is left of a page's rights: styles of its own, and pictures that stand in it.
POLICY = (
    '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
    "style-src 'unsafe-inline'; img-src data:\">"
)
#: Tags that reach outside the page; the policy stops them, without them nothing is tried.
OUTSIDE = re.compile(r"<script\b.*?</script\s*>|<link\b[^>]*>", re.IGNORECASE | re.DOTALL)
HEAD = re.compile(r"<head\b[^>]*>", re.IGNORECASE)
FLAGS = (
    "--headless",
    "--disable-gpu",
    "--no-first-run",
    "--no-pdf-header-footer",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)
#: A worker's limit of address space is for its own memory; a browser reserves more than it uses.
WITHOUT_LIMIT = 'ulimit -S -v unlimited 2>/dev/null; exec "$0" "$@"'
SECONDS = 60
#: Names of paper that style sheets know, by the names of Odoo.
SIZES = {"A3": "A3", "A4": "A4", "A5": "A5", "B4": "B4", "B5": "B5", "Letter": "letter"} | {
    "Legal": "legal",
    "Tabloid": "11in 17in",
    "Ledger": "ledger",
}


class PrintError(Exception):
    """The browser printed nothing; the message says what it told."""


def find_browser() -> str:
    """Return the path of a Chromium, "" where there is none."""
    return next(filter(None, map(shutil.which, NAMES)), "")


def print_to_pdf(page: str) -> bytes:
    """Return the PDF of an HTML page; paper, margins and page numbers are those of its styles.

    Raises PrintError where there is no browser, or it fails.
    """
    browser = find_browser()
    if not browser:
        raise PrintError("no Chromium was found")
    with tempfile.TemporaryDirectory(prefix="construction_print_") as folder:
        source, target = Path(folder, "page.html"), Path(folder, "page.pdf")
        source.write_text(sealed(page), encoding="utf-8")
        told = _run(browser, folder, source, target)
        if not target.exists():
            raise PrintError(told[-500:])
        return target.read_bytes()


def sealed(page: str) -> str:
    """Return the page without scripts and links, and with a policy that loads nothing."""
    bare = OUTSIDE.sub("", page)
    sealed_page, heads = HEAD.subn(lambda head: head[0] + POLICY, bare, count=1)
    return sealed_page if heads else f"<head>{POLICY}</head>{bare}"


def _run(browser: str, folder: str, source: Path, target: Path) -> str:
    # the browser's own sandbox does not start for the root of a machine
    flags = [*FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    command = [
        *("/bin/sh", "-c", WITHOUT_LIMIT, browser, *flags),
        *(f"--user-data-dir={folder}/profile", f"--print-to-pdf={target}", source.as_uri()),
    ]
    try:
        done = subprocess.run(
            command, capture_output=True, timeout=SECONDS, check=False, env=_environment(folder)
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise PrintError(str(error)) from error
    return done.stderr.decode(errors="replace")


def _environment(folder: str) -> dict[str, str]:
    """What the browser needs, and none of the server's secrets."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ}
    return kept | {"HOME": folder}


def page_size(paper: str | None, *, landscape: bool) -> str:
    """Return the size of a page for a style sheet, of a paper by its name in Odoo."""
    size = SIZES.get(paper or "", "A4")
    return f"{size} landscape" if landscape else size


def css_string(text: str) -> str:
    """Return the text as a string of a style sheet: whatever stands in it ends neither.

    All but letters, digits and spaces is written by its number.
    """
    return '"' + "".join(map(_css_character, text)) + '"'


def _css_character(character: str) -> str:
    if character.isascii() and (character.isalnum() or character == " "):
        return character
    return f"\\{ord(character):x} "
