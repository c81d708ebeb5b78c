# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Odoo itself: the user's own (ODOO_HOME), else Debian's package, unpacked into .runtime."""

import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from . import apt, commands, paths
from .errors import SetupError
from .progress import step

SERIES = "19.0"
# Odoo's static files link to these packages' files.
PACKAGES = (
    "odoo-19",
    "libjs-jquery",
    "libjs-underscore",
    "libjs-jquery-form",
    "fonts-roboto-unhinted",
    "fonts-montserrat",
    "fonts-ocr-b",
    # Newer versions of these two have their files elsewhere, and 7 links would lead nowhere.
    "fonts-font-awesome/bookworm",
    "fonts-inconsolata/bookworm",
)
SUITES = ("sid", "bookworm")
STAMP = paths.ODOO_PREFIX / ".complete"
HOW = (
    "Set ODOO_HOME to an Odoo 19 of yours: a source checkout (the folder with odoo-bin), or the\n"
    "prefix of an unpacked or installed Debian package (for an installed one: ODOO_HOME=/)."
)


@dataclass(frozen=True)
class OdooSource:
    """An Odoo that this checkout runs."""

    library: Path
    """The folder that holds the package ``odoo``."""
    script: Path
    addons: tuple[Path, ...]
    version: str


def ensure() -> OdooSource:
    """Find or fetch Odoo and let the virtual environment import it."""
    home = os.environ.get("ODOO_HOME")
    if not home and not STAMP.is_file():
        with step("Odoo 19 from the Debian archive (download and unpack)"):
            _fetch()
    source = find(Path(home).expanduser() if home else paths.ODOO_PREFIX)
    _link(source)
    return source


def find(home: Path) -> OdooSource:
    """The Odoo below a folder.

    :raises SetupError: there is none, or it is of another series
    """
    debian = home / "usr/lib/python3/dist-packages"
    if (debian / "odoo/release.py").is_file():
        library, script = debian, home / "usr/bin/odoo"
        addons: tuple[Path, ...] = (debian / "odoo/addons",)
    elif (home / "odoo/release.py").is_file():
        library, script = home, home / "odoo-bin"
        addons = (home / "addons", home / "odoo/addons")
    else:
        raise SetupError(f"There is no Odoo in {home}.\n{HOW}")
    version = _version(library)
    if not version.startswith(SERIES):
        raise SetupError(f"{home} is Odoo {version}, this project needs {SERIES}.\n{HOW}")
    return OdooSource(library, script, addons, version)


def _version(library: Path) -> str:
    release = (library / "odoo/release.py").read_text()
    numbers = re.search(r"^version_info = \((\d+), (\d+), (\d+), *['\"]?(\w+)", release, re.M)
    stamp = STAMP.read_text() if library.is_relative_to(paths.ODOO_PREFIX) else ""
    series = f"{numbers[1]}.{numbers[2]}" if numbers else "of an unknown series"
    return f"{series} {stamp}".strip()


def _fetch() -> None:
    """Unpack the packages into the prefix, which is complete or not there at all."""
    work = paths.RUNTIME / "apt"
    shutil.rmtree(work, ignore_errors=True)
    try:
        files = apt.from_any_archive(SUITES, PACKAGES, work)
    except SetupError as error:
        raise SetupError(f"{error}\n{HOW}") from error
    unpacked = work / "odoo"
    for file in files:
        commands.run(["dpkg", "-x", file, unpacked], f"unpack {file.name}")
    _restore_stripped_script(unpacked)
    version = next(file.name.split("_")[1] for file in files if file.name.startswith("odoo-19_"))
    (unpacked / STAMP.name).write_text(version)
    shutil.rmtree(paths.ODOO_PREFIX, ignore_errors=True)
    unpacked.rename(paths.ODOO_PREFIX)
    shutil.rmtree(work)


def _restore_stripped_script(prefix: Path) -> None:
    """Put an empty script where Debian left one out that the web client's bundle names."""
    script = (
        prefix / "usr/lib/python3/dist-packages/odoo/addons/mail/static/lib/"
        "selfie_segmentation/selfie_segmentation.js"
    )
    if not script.exists():
        script.parent.mkdir(parents=True, exist_ok=True)
        script.write_text("// Background blur in calls is not part of Debian's package.\n")


def _link(source: OdooSource) -> None:
    """Make ``import odoo`` work, and let pip see Odoo as installed."""
    site_packages = next((paths.VENV / "lib").glob("python3.*/site-packages"))
    link = site_packages / "odoo-source.pth"
    content = f"{source.library}\n"
    if not link.is_file() or link.read_text() != content:
        link.write_text(content)
