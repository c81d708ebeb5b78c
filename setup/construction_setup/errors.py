# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The one error that ends a command with a message instead of a traceback."""


class SetupError(Exception):
    """Something a person can put right; the message says what happened and what to do."""
