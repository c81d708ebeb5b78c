# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A page that is made once and asked for often."""

import hashlib
from typing import NamedTuple


class Page(NamedTuple):
    """A page as it is sent, and what tells whether a reader has it already."""

    body: bytes
    etag: str


def page(body: bytes) -> Page:
    """The page with a digest of its contents."""
    return Page(body, hashlib.sha256(body).hexdigest()[:32])
