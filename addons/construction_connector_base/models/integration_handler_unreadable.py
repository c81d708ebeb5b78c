# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections.abc import Sequence

from odoo import api, models

from ..core.item import Item
from ..core.raw import UNREADABLE, RawRecord


class IntegrationHandlerUnreadable(models.AbstractModel):
    """Lets an adapter try again, as its next version may understand the record."""

    _name = "integration.handler.unreadable"
    _inherit = "integration.handler"
    _description = "Unreadable Records"

    @api.model
    def _apply(self, items: Sequence[Item]) -> None:
        for item in items:
            self._read_again(item)

    @api.model
    def _read_again(self, item: Item) -> None:
        door, system = self.env["integration.door"], item.message.system_id
        # sudo: which adapter it has is a setting, it binds its own records
        if item.data.adapter != system.sudo().adapter or item.data.adapter not in self.env:
            item.stop("adapter.unreadable", item.data.why)
            return
        record = RawRecord(item.data.adapter, item.data.record)
        judged = door._judge_raw(record, system._routing())
        errors = getattr(judged, "errors", None)
        if errors:
            item.stop("adapter.unreadable", errors[0].detail)
        elif judged.contract is UNREADABLE:
            item.stop("adapter.unreadable", item.data.why)
        else:
            door._accept(system, [record])
