# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A connection check whose text names a document and a key: what corrections need."""

from dataclasses import replace
from unittest.mock import patch

from ..core import contract as contracts
from .common import PING


def use_two_words(case, **changes) -> None:
    """Until the test is over, the first word of the text is the document, the last one its key."""
    contract = replace(
        contracts.get(PING),
        document=lambda data: data.text.split()[0],
        ordering_key=lambda data: data.text.split()[-1],
        **changes,
    )
    patcher = patch.dict(contracts._contracts, {("inbound", PING): contract})
    patcher.start()
    case.addCleanup(patcher.stop)
