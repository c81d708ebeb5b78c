# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The browser of the tours and screenshots."""

import shutil

from .apt import install

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def ensure() -> str:
    """The path of a Chromium; installed when we may, because Odoo skips tours without one.

    :raises SetupError: there is none and we are not root
    """
    found = find()
    if not found:
        install("chromium", "The tests drive the web client with Chromium, which is not installed.")
        found = find()
    return found


def find() -> str:
    """The path of an installed Chromium, or nothing."""
    return next(filter(None, map(shutil.which, NAMES)), "")
