# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The virtual environment: exactly the packages of the lock file, checked by their hashes."""

import hashlib
import importlib.util
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from . import commands, paths
from .apt import install as apt_install
from .errors import SetupError
from .progress import say, step, warn

STAMP = paths.VENV / ".lock-stamp"
ATTEMPTS = 3
UV = paths.VENV / "bin" / "uv"


def ensure() -> None:
    """Make the virtual environment hold what the lock file says; at once when it does already."""
    wanted = _stamp()
    if STAMP.is_file() and STAMP.read_text() == wanted and paths.VENV_PYTHON.exists():
        return
    with step("Python packages from the lock file"):
        _make_venv()
        _install()
    STAMP.write_text(wanted)


def lock() -> None:
    """Pin all packages of ``requirements.in`` anew; pins that still fit are kept."""
    # Odoo is no package of the index: it comes as source, so nothing may ask the index for it.
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as overrides:
        overrides.write("odoo; sys_platform == 'never'\n")
        overrides.flush()
        with step("Lock file"):
            commands.run(
                [
                    UV, "pip", "compile", paths.REQUIREMENTS.name, "--quiet",
                    "--python-version", "3.10", "--python-platform", "linux",
                    "--generate-hashes", "--override", overrides.name,
                    "--no-emit-index-url", "--no-emit-find-links", "--no-header",
                    "--output-file", paths.LOCK.name,
                ],
                "make the lock file",
                cwd=paths.SETUP,
                env=_uv_environment(),
            )  # fmt: skip
    _restore_markers()


def _restore_markers() -> None:
    """Put back the conditions that resolving for one Python leaves out, being true there."""
    text = paths.LOCK.read_text()
    for pin, marker in re.findall(r"^(\S+==\S+) *; *(.+)$", paths.REQUIREMENTS.read_text(), re.M):
        text = re.sub(rf"^({re.escape(pin)}) \\$", rf"\1 ; {marker} \\", text, flags=re.M | re.I)
    paths.LOCK.write_text(text)


def _stamp() -> str:
    content = paths.LOCK.read_bytes() + ".".join(map(str, sys.version_info[:2])).encode()
    return hashlib.sha256(content).hexdigest()


def _make_venv() -> None:
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        version = ".".join(map(str, sys.version_info[:2]))
        apt_install(
            f"python{version}-venv",
            f"This Python {version} comes without venv and ensurepip.",
        )
    # A half-made environment, or one of another Python, is of no use.
    shutil.rmtree(paths.VENV, ignore_errors=True)
    commands.run([sys.executable, "-m", "venv", paths.VENV], "make the virtual environment")


def _install() -> None:
    """Install by uv (seconds), or by pip (a minute) where uv cannot reach the packages."""
    pip = [paths.VENV_PYTHON, "-m", "pip", "install", "--quiet", "--no-deps", "--require-hashes"]
    with tempfile.TemporaryDirectory() as folder:
        only_uv = Path(folder) / "uv.txt"
        only_uv.write_text(_locked("uv"))
        _again(
            lambda: commands.run([*pip, "--requirement", only_uv], "install uv with pip"),
        )
    try:
        commands.run(
            [
                UV, "pip", "install", "--quiet", "--python", paths.VENV_PYTHON,
                "--no-deps", "--require-hashes", "--requirement", paths.LOCK,
            ],
            "install the packages with uv",
            env=_uv_environment(),
        )  # fmt: skip
    except SetupError as error:
        warn(str(error))
        say("Trying again with pip, which is slower but knows this machine's pip settings ...")
        _again(
            lambda: commands.run(
                [*pip, "--requirement", paths.LOCK], "install the packages with pip"
            ),
        )


def _locked(package: str) -> str:
    """The lines of the lock file which pin one package."""
    lines = re.search(
        rf"^{re.escape(package)}==.*(?:\n[ \t]+--hash=.*)+", paths.LOCK.read_text(), re.MULTILINE
    )
    if not lines:
        raise SetupError(f"{paths.LOCK} does not pin {package}. Run ./setup/run lock.")
    return lines.group().rstrip("\\ ") + "\n"


def _again(call: Callable[[], object]) -> None:
    """Call up to three times: package indexes refuse now and then."""
    for attempt in range(1, ATTEMPTS + 1):
        try:
            call()
            return
        except SetupError as error:
            if attempt == ATTEMPTS:
                raise
            warn(str(error))
            time.sleep(5 * attempt)


def _uv_environment() -> dict[str, str]:
    """What uv needs to use the same index and certificates as pip: it does not read pip's files."""
    settings = commands.run([paths.VENV_PYTHON, "-m", "pip", "config", "list"], "read pip's config")
    found = dict(
        re.findall(r"^(?:global|install|:env:)\.([a-z-]+)='(.*)'$", settings, re.MULTILINE)
    )
    more = {}
    for name, variable in (("index-url", "UV_DEFAULT_INDEX"), ("cert", "SSL_CERT_FILE")):
        if found.get(name) and not os.environ.get(variable):
            more[variable] = found[name]
    return commands.environment(UV_LINK_MODE="copy", **more)
