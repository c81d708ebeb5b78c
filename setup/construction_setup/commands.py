# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Run a program quietly, and show what it said when it fails."""

import os
import pwd
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from .errors import SetupError

TAIL_LINES = 40


def tail(text: str, lines: int = TAIL_LINES) -> str:
    """The last lines of a text."""
    return "\n".join(text.splitlines()[-lines:])


def run(
    command: Sequence[str | Path],
    what: str,
    *,
    log: Path | None = None,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    stdin: str | None = None,
    user: str | None = None,
) -> str:
    """Run a program to its end and return its standard output.

    :param what: said in the error, as in "could not <what>"
    :param log: where both outputs go instead; then nothing is returned
    :param user: the system user to run as (only root can)
    :raises SetupError: it could not be started or ended with another code than 0
    """
    output = log.open("w") if log else None
    try:
        done = subprocess.run(
            [str(part) for part in command],
            stdout=output or subprocess.PIPE,
            stderr=subprocess.STDOUT if output else subprocess.PIPE,
            env=dict(env) if env is not None else None,
            cwd=cwd,
            text=True,
            check=False,
            **({"stdin": subprocess.DEVNULL} if stdin is None else {"input": stdin}),
            **_identity(user),
        )
    except OSError as error:
        raise SetupError(f"Could not {what}: {command[0]} does not start ({error}).") from error
    finally:
        if output:
            output.close()
    if done.returncode:
        said = log.read_text(errors="replace") if log else done.stdout + done.stderr
        where = f"\nThe whole log: {log}" if log else ""
        raise SetupError(f"Could not {what} (exit code {done.returncode}):\n{tail(said)}{where}")
    return done.stdout or ""


def environment(**more: str) -> dict[str, str]:
    """This process's environment with some variables set."""
    return {**os.environ, **more}


def _identity(user: str | None) -> dict[str, Any]:
    if not user:
        return {}
    return {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []}
