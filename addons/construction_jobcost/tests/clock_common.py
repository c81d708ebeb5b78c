# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from contextlib import contextmanager
from datetime import UTC, datetime
from unittest.mock import patch

from freezegun import freeze_time

from odoo.sql_db import BaseCursor


@contextmanager
def clock(moment):
    """Let server, documents and ledger think that it is this moment (UTC), and go on from there.

    What the ledger knows since when comes from the database's clock, which follows as well.
    """
    with (
        freeze_time(moment, tick=True),
        patch.object(BaseCursor, "now", lambda cursor: datetime.now(UTC).replace(tzinfo=None)),
    ):
        yield
