# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import orjson

from odoo import api, fields, models

from ..core import contract as contracts
from ..core import states
from ..core.change import Change
from ..core.codes import MissingCode, Translator
from ..core.coding import domains, translate
from ..core.item import Item, unmapped_key


class IntegrationDrain(models.AbstractModel):
    """Translates the codes in payloads before handlers see them."""

    _inherit = "integration.drain"

    @api.model
    def _items(self, run, rows):
        items, changes = super()._items(run, rows)
        if items:
            self._translate_items(items)
        return items, changes

    @api.model
    def _translate_items(self, items: Sequence[Item]) -> None:
        """Replace the codes of items, all of one system and company; pin the versions used."""
        first = items[0].message
        maps = self.env["integration.code.map"]
        if not maps._approved(first.system_id.id, first.company_id.id):
            return
        pinned: dict[str, list[int]] = defaultdict(list)
        for item in items:
            on = fields.Datetime.context_timestamp(first, item.message.occurred_at).date()
            translator = maps._translator(first.system_id, first.company_id, on)
            if item.message._is_translated():
                versions = translator.versions()
            else:
                # the payload may have become that of a newer version on its way
                versions = translator.versions(domains(type(item.data)))
                self._translate_item(item, translator)
            if versions:
                pinned[orjson.dumps(versions).decode()].append(item.message.id)
        for versions, ids in pinned.items():
            self._pin_versions(ids, versions)

    @api.model
    def _translate_item(self, item: Item, translator: Translator) -> None:
        item.data = translate(item.data, translator.noting(item.sources).known)

    @api.model
    def _pin_versions(self, ids: Sequence[int], versions: str) -> None:
        # plain SQL: one statement for the bulk; nobody has a right to write messages
        self.env.cr.execute(
            "UPDATE integration_message SET map_versions = %s::jsonb WHERE id = ANY(%s)",
            [versions, list(ids)],
        )

    @api.model
    def _change(self, item: Item) -> Change:
        change = self._name_source(super()._change(item))
        if change.state == states.EXCEPTION and change.amount is None and change.waiting_key:
            # whoever maps the code wants to know what hangs on it
            contract = contracts.get(contracts.newest_type(item.message.type))
            handler = item.message.env[contract.handler]
            return replace(change, amount=handler._worth(item))
        return change

    @api.model
    def _name_source(self, change: Change) -> Change:
        """Tell people what the system sent, where the handler could only name our code for it."""
        details = change.details or {}
        if "code" not in details or not change.waiting_key:
            return change
        text = self.env._(
            "%(reason)s It was sent as %(value)s, which a code map turns into %(code)s.",
            reason=change.reason_text,
            value=details["value"],
            code=details["code"],
        )
        return replace(change, reason_text=text)

    @api.model
    def _fail(self, run, row, error: Exception) -> None:
        if isinstance(error, MissingCode):
            change = self._unmapped(row.id, error)
            self.env["integration.message"]._transition([change])
        else:
            super()._fail(run, row, error)

    @api.model
    def _unmapped(self, message_id: int, error: MissingCode) -> Change:
        """What a message becomes that carries a code which must be mapped and is not."""
        return Change(
            message_id,
            states.EXCEPTION,
            reason_code="map.missing",
            reason_text=self.env._(
                "The code %(value)s of %(domain)s is in no code map. Map this code, then release "
                "the message.",
                value=error.value,
                domain=error.domain,
            ),
            details={"domain": error.domain, "value": error.value},
            waiting_key=unmapped_key(error.domain, error.value),
        )
