# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Debian's package tool: install as root, or download without root by a private configuration."""

import os
import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from . import commands
from .errors import SetupError
from .progress import say, step

SOURCES = Path("/etc/apt")
KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")


@dataclass(frozen=True)
class Archive:
    """One package archive of the machine's own configuration."""

    address: str
    signed_by: str
    suites: tuple[str, ...]


def install(package: str, why: str) -> None:
    """Install a package of the machine's distribution.

    :param why: what is missing, said in the error when it cannot be installed
    """
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise SetupError(
            f"{why}\nInstall it and call again, for instance: apt-get install {package}"
        )
    environment = commands.environment(DEBIAN_FRONTEND="noninteractive")
    with step(f"apt-get install {package}"):
        commands.run(["apt-get", "update", "-qq"], "update apt's lists", env=environment)
        commands.run(
            ["apt-get", "install", "-qq", "--yes", "--no-install-recommends", package],
            f"install {package}",
            env=environment,
        )


def archives(folder: Path = SOURCES) -> list[Archive]:
    """The archives that the machine's apt uses, those of security updates last."""
    found = []
    for path in [folder / "sources.list", *sorted((folder / "sources.list.d").glob("*"))]:
        if path.suffix == ".sources":
            found += _stanzas(path.read_text())
        elif path.suffix == ".list" and path.is_file():
            found += _lines(path.read_text())
    unique = {archive.address: archive for archive in reversed(found)}
    return sorted(unique.values(), key=lambda archive: "security" in " ".join(archive.suites))


def _stanzas(text: str) -> Iterator[Archive]:
    """Archives of a deb822 file."""
    without_comments = re.sub(r"^#.*\n?", "", text, flags=re.MULTILINE)
    for stanza in re.split(r"\n\s*\n", without_comments):
        fields = {
            name.lower(): value.split()
            for name, value in re.findall(r"^([\w-]+):((?:.*)(?:\n[ \t].*)*)", stanza, re.MULTILINE)
        }
        if "deb" not in fields.get("types", []) or fields.get("enabled") == ["no"]:
            continue
        signed_by = (fields.get("signed-by") or [""])[0]
        for address in fields.get("uris", []):
            yield Archive(address, signed_by, tuple(fields.get("suites", [])))


def _lines(text: str) -> Iterator[Archive]:
    """Archives of a one-line-style file."""
    for options, address, suite in re.findall(
        r"^deb\s+(?:\[(.*?)\]\s+)?(\S+)\s+(\S+)", text, re.MULTILINE
    ):
        signed_by = re.search(r"signed-by=(\S+)", options)
        yield Archive(address, signed_by.group(1) if signed_by else "", (suite,))


class Downloader:
    """Packages of one archive, whatever suite the machine runs; needs no root."""

    def __init__(self, archive: Archive, suites: Sequence[str], folder: Path) -> None:
        self._folder = folder
        keyring = archive.signed_by if archive.signed_by.startswith("/") else str(KEYRING)
        for sub in ("lists/partial", "cache/archives/partial", "debs"):
            (folder / sub).mkdir(parents=True, exist_ok=True)
        lines = [f"deb [signed-by={keyring}] {archive.address} {suite} main" for suite in suites]
        (folder / "sources.list").write_text("\n".join(lines) + "\n")

    def update(self) -> None:
        """Read the archive's lists of packages."""
        commands.run([*self._apt_get(), "update"], "read the Debian archive's lists")

    def download(self, packages: Sequence[str]) -> list[Path]:
        """Download packages (``name`` or ``name/suite``) and return their files."""
        target = self._folder / "debs"
        commands.run([*self._apt_get(), "download", *packages], "download packages", cwd=target)
        return sorted(target.glob("*.deb"))

    def _apt_get(self) -> list[str]:
        options = {
            "Dir::Etc::sourcelist": self._folder / "sources.list",
            "Dir::Etc::sourceparts": "/dev/null",
            "Dir::State::Lists": self._folder / "lists",
            "Dir::Cache": self._folder / "cache",
            # Root's apt would download as another user, who may not write below this folder.
            "APT::Sandbox::User": "root",
        }
        return ["apt-get", "-qq", *(f"-o{name}={value}" for name, value in options.items())]


def from_any_archive(suites: Sequence[str], packages: Sequence[str], folder: Path) -> list[Path]:
    """Download packages from the first of the machine's archives that has them.

    :raises SetupError: no apt here, or none of its archives has them
    """
    if not shutil.which("apt-get") or not shutil.which("dpkg"):
        raise SetupError("This machine has no apt to download Debian's Odoo with.")
    reasons = []
    for archive in archives():
        downloader = Downloader(archive, suites, folder)
        try:
            downloader.update()
            return downloader.download(packages)
        except SetupError as error:
            reasons.append(str(error))
            say("One of the machine's archives does not have it.")
    raise SetupError("\n".join(["No archive of this machine's apt has Debian's Odoo.", *reasons]))
