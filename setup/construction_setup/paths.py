# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Where everything of one checkout lies. Nothing outside it is shared with another checkout."""

import hashlib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SETUP = ROOT / "setup"
ADDONS = ROOT / "addons"
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
LOCK = SETUP / "requirements.lock"
REQUIREMENTS = SETUP / "requirements.in"
RUNTIME = ROOT / ".runtime"
LOGS = RUNTIME / "log"
CONFIG = RUNTIME / "config"
DATA = RUNTIME / "data"
STATE = RUNTIME / "state.json"
ODOO_PREFIX = RUNTIME / "odoo"

# Names databases, socket folders and the like, so that two checkouts never meet.
CHECKOUT_KEY = hashlib.sha256(str(ROOT).encode()).hexdigest()[:8]


def make_runtime() -> None:
    """Make the runtime folder; its content (keys, sockets, logs) is the owner's alone."""
    # Others may pass through (a root checkout runs PostgreSQL as another user), not look inside.
    RUNTIME.mkdir(mode=0o711, exist_ok=True)
    for folder in (LOGS, CONFIG, DATA):
        folder.mkdir(mode=0o700, exist_ok=True)
