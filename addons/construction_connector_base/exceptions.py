# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Exceptions that handlers raise."""

from .core.errors import TransientError

__all__ = ["TransientError"]
