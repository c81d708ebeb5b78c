# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
from collections.abc import Sequence
from datetime import datetime, timezone
from typing import Any

import orjson

from odoo import api, fields, models

from ..core.digest import digest
from ..core.envelope import Envelope
from ..core.intake import Checked, Result
from ..core.raw import (
    UNREADABLE,
    RawChecked,
    RawRecord,
    UnreadableRecord,
    check_raw,
    storable,
    unreadable_id,
)

_logger = logging.getLogger(__name__)


class IntegrationDoor(models.AbstractModel):
    """Takes records that adapters bring: stored as they are, translated when they are applied."""

    _inherit = "integration.door"

    @api.model
    def _accept_raw(self, system, records: Sequence[dict[str, Any]]) -> list[Result]:
        """Store raw records of a system in bulk; one result for each, in their order.

        A record that its adapter cannot read is kept for a person. Call it late in a transaction.
        """
        adapter = system._adapter()._name
        return self._accept(system, [RawRecord(adapter, storable(record)) for record in records])

    @api.model
    def _judge(self, system, events):
        if not any(isinstance(event, RawRecord) for event in events):
            return super()._judge(system, events)
        routing = system._routing()
        return [self._judge_raw(record, routing) for record in events]

    @api.model
    def _judge_raw(self, record: RawRecord, routing) -> Checked | Result:
        try:
            event = self.env[record.adapter]._event
            return check_raw(record, event, routing, fields.Date.today())
        except UnreadableRecord as error:
            # not the error itself: it may quote the record
            _logger.warning("%s cannot read a record of %s", record.adapter, routing.code)
            return self._keep_unreadable(record, routing, str(error))

    @api.model
    def _keep_unreadable(self, record: RawRecord, routing, why: str) -> Checked:
        id_ = unreadable_id(record)
        data = {"adapter": record.adapter, "record": record.raw, "why": why[:500]}
        return RawChecked(
            envelope=Envelope(
                specversion="1.0",
                id=id_,
                source=routing.code,
                type=UNREADABLE.type,
                time=datetime.now(timezone.utc),
                data={},
            ),
            contract=UNREADABLE,
            company_id=routing.company(None, fields.Date.today()),
            ordering_key=id_,
            document=id_,
            payload=orjson.dumps(data).decode(),
            digest=digest(record.raw),
            data_digest=digest(data),
        )

    @api.model
    def _columns(self):
        return super()._columns() | {"adapter": "varchar"}

    @api.model
    def _prepare_row(self, one):
        row = super()._prepare_row(one)
        if isinstance(one, RawChecked):
            row["adapter"] = one.adapter
        return row

    @api.model
    def _answer(self, one, stored, known):
        result = super()._answer(one, stored, known)
        if result.status == "conflict" and isinstance(one, RawChecked):
            # the id names the version: the same one may look different, pulled or pushed
            return Result(result.id, "duplicate", result.message)
        return result
