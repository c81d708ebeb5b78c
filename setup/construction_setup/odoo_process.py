# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Odoo commands that end by themselves: install modules, run a script in the shell."""

import json
import os
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from . import commands, paths
from .errors import SetupError
from .odoo_source import OdooSource

# Put around a script so that its answer cannot be mixed up with what Odoo prints.
SHELL_SCRIPT = """
import json as _json, os as _os, sys as _sys
_sys.path.insert(0, {setup!r})
answer = None
{source}
env.cr.commit()
# a shell does not tell running servers by itself that their caches are out of date
env.registry.signal_changes()
with open(_os.environ["CONSTRUCTION_ANSWER"], "w") as _stream:
    _json.dump(answer, _stream)
"""


def command(
    source: OdooSource,
    subcommand: str,
    config: Path,
    *options: str,
    python: Path = paths.VENV_PYTHON,
) -> list[str]:
    """The command line of an Odoo command."""
    return [str(python), str(source.script), subcommand, "-c", str(config), *options]


def update(
    source: OdooSource,
    config: Path,
    database: str,
    *,
    install: Iterable[str] = (),
    upgrade: Iterable[str] = (),
    python: Path = paths.VENV_PYTHON,
) -> None:
    """Install or upgrade modules; the database is made when it is missing.

    :raises SetupError: Odoo failed, or logged an error while it went on
    """
    chosen = [(f"--{how}", ",".join(modules)) for how, modules in
              (("init", list(install)), ("update", list(upgrade))) if modules]  # fmt: skip
    options = [part for pair in chosen for part in pair]
    log = paths.LOGS / f"{config.stem}.log"
    commands.run(
        command(
            source, "server", config, "-d", database, *options, "--skip-auto-install",
            "--stop-after-init", "--no-http", "--workers=0", python=python,
        ),
        f"install into {database}",
        log=log,
    )  # fmt: skip
    wrong = [
        line for line in log.read_text(errors="replace").splitlines()
        if " ERROR " in line or " CRITICAL " in line
    ]  # fmt: skip
    if wrong:
        raise SetupError("\n".join(["Odoo logged errors:", *wrong[:20], f"The whole log: {log}"]))


def run_code(
    source: OdooSource,
    config: Path,
    database: str,
    code: str,
    *,
    env: Mapping[str, str] | None = None,
) -> Any:
    """Run Python in Odoo's shell and commit; returns what the code assigned to ``answer``.

    The code sees ``env`` (superuser); modules beside this package can be imported.
    """
    with tempfile.TemporaryDirectory(dir=paths.RUNTIME) as folder:
        answer = Path(folder) / "answer.json"
        script = SHELL_SCRIPT.format(setup=str(paths.SETUP), source=code)
        commands.run(
            command(source, "shell", config, "-d", database, "--no-http", "--workers=0",
                    "--log-level=warn"),
            "run a script in Odoo",
            stdin=script,
            env={**os.environ, **(env or {}), "CONSTRUCTION_ANSWER": str(answer)},
        )  # fmt: skip
        return json.loads(answer.read_text())
