# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""W3C trace context: which call caused what, across systems."""

import secrets

from .envelope import TRACEPARENT


def valid(traceparent: str | None) -> str | None:
    """The header's value if it is one, else None: a bad trace must not cost the events."""
    return traceparent if traceparent and TRACEPARENT.fullmatch(traceparent) else None


def new_traceparent() -> str:
    """A trace that begins here, sampled."""
    return f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-01"


def trace_id(traceparent: str) -> str:
    """The part that all systems of a trace share.

    >>> trace_id("00-" + "a" * 32 + "-" + "b" * 16 + "-01") == "a" * 32
    True
    """
    return traceparent.split("-")[1]
