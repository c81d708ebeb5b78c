# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Check exported audit chains: without Odoo, without a database."""

import importlib.util
import sys
from collections.abc import Sequence
from types import ModuleType

from . import paths
from .errors import SetupError
from .progress import say

CORE = paths.ADDONS / "construction_connector_base" / "core" / "audit.py"


def verify(file: str, earlier: Sequence[str]) -> int:
    """Say what is wrong with an exported file; 1 if something is.

    :param earlier: older exports, whose ends must lie on the chain of this one
    :raises SetupError: a file cannot be read, or is no export
    """
    core = _core()
    try:
        count, findings = core.verify_file(file, earlier)
    except core.BadFile as error:
        raise SetupError(f"{file}: {error}") from error
    except OSError as error:
        raise SetupError(f"{error.filename}: {error.strerror}") from error
    for finding in findings:
        say(f"{file}: {finding}")
    if findings:
        say(f"{file}: {count} entries, {len(findings)} findings: the chain is broken.")
        return 1
    say(f"{file}: {count} entries, the chain is whole.")
    return 0


def _core() -> ModuleType:
    """The module of the addon, loaded by its path: importing the addon would import Odoo."""
    spec = importlib.util.spec_from_file_location("audit_core", CORE)
    if spec is None or spec.loader is None:
        raise SetupError(f"{CORE} is missing.")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module
