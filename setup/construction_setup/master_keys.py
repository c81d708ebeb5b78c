# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The keys with which this checkout's databases encrypt secrets: in a file that only we can read."""

import os
from pathlib import Path

from . import paths
from .locking import exclusive

FILE = paths.RUNTIME / "master.keys"


def ensure() -> str:
    """The setting for Odoo's configuration, newest key first; made on the first call."""
    with exclusive("master keys"):
        return _read() or _write(new_key())


def add() -> str:
    """Put a fresh key before the others; returns the setting."""
    with exclusive("master keys"):
        known = _read()
        return _write(f"{new_key()},{known}" if known else new_key())


def new_key() -> str:
    """A fresh key, as it goes into a server's configuration."""
    from cryptography.fernet import Fernet

    return Fernet.generate_key().decode()


def _read() -> str:
    return FILE.read_text().strip() if FILE.exists() else ""


def _write(setting: str) -> str:
    partial = Path(f"{FILE}.partial")
    partial.unlink(missing_ok=True)
    # Closed to others from its first moment.
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as stream:
        stream.write(f"{setting}\n")
    partial.replace(FILE)
    return setting
