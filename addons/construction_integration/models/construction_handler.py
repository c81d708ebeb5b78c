# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from decimal import Decimal

from odoo import models
from odoo.fields import Command

from odoo.addons.construction_connector_base.core.contract import Payload, get, versions
from odoo.addons.construction_connector_base.core.errors import Unreadable
from odoo.addons.construction_connector_base.core.item import Item


def number(value: Decimal | None) -> float | bool:
    """A payload's decimal as the ORM takes it; null clears."""
    return float(value) if value is not None else False


class ConstructionHandler(models.AbstractModel):
    """What the handlers of all construction contracts share."""

    _name = "construction.handler"
    _inherit = "integration.handler"
    _description = "Construction Message Handler"

    # payload field -> record field, for values that are taken as they come
    _plain_fields: dict[str, str] = {}

    def _reference(self):
        return self.env["construction.reference"]

    def _document(self, item: Item) -> str:
        """The sender's number of the document that the item speaks of."""
        return item.message.document_key

    def _prepare_plain_values(self, data: Payload) -> dict:
        """Values of the fields that the sender named: an omitted one stays, a null one clears."""
        values = {}
        for source, target in self._plain_fields.items():
            if source in data.model_fields_set:
                value = getattr(data, source)
                if isinstance(value, Decimal):
                    value = number(value)
                values[target] = False if value is None else value
        return values

    def _prepare_values(self, item: Item, record) -> dict:
        """Hook: the values of one item's record; `record` is empty when it is to be created."""
        return self._prepare_plain_values(item.data)

    def _changed_values(self, record, values: dict) -> dict:
        """Only what differs, so that a repeated message writes nothing."""
        changed = {}
        for name, value in values.items():
            field = record._fields[name]
            if field.type in ("one2many", "many2many"):
                if self._linked_ids(value) != set(record[name].ids):
                    changed[name] = value
            elif field.convert_to_write(record[name], record) != value:
                changed[name] = value
        return changed

    @staticmethod
    def _linked_ids(commands: list) -> set | None:
        """The ids that `Command.set` stands for; None for commands that always write."""
        if len(commands) == 1 and commands[0][0] == Command.SET:
            return set(commands[0][2])
        return None

    def _upsert(self, items: list[Item], records: dict[str, models.Model], model_name: str):
        """Create or update one record for each item, in bulk.

        :param records: what exists, by the sender's document id
        :returns: the records in the order of the items
        """
        model = self.env[model_name]
        new_items = [item for item in items if self._document(item) not in records]
        created = model.create([self._prepare_values(item, model) for item in new_items])
        records = {
            **records,
            **{self._document(i): r for i, r in zip(new_items, created, strict=True)},
        }
        for item in items:
            record = records[self._document(item)]
            if record not in created:
                changed = self._changed_values(record, self._prepare_values(item, record))
                if changed:
                    record.write(changed)
        return [records[self._document(item)] for item in items]

    def _register_documents(
        self, items: list[Item], entity: str, records: Iterable[models.Model]
    ) -> None:
        """Remember which records the senders' ids stand for, and show them on the messages."""
        rows = defaultdict(list)
        for item, record in zip(items, records, strict=True):
            rows[record._name].append((self._document(item), record.id, item.message.occurred_at))
            item.add_document(record)
        for model_name, of_model in rows.items():
            self.env["integration.xref"]._remember(
                items[0].message.system_id, self.env.company, entity, of_model, model_name
            )

    def _check_precision(self, items: list[Item], fields: dict[str, str]) -> None:
        """Stop lines with more decimals than Odoo keeps: nothing is rounded silently.

        :param fields: {field of a payload line: name of the decimal accuracy}
        """
        precision = self.env["decimal.precision"]
        places = {name: precision.precision_get(accuracy) for name, accuracy in fields.items()}
        for item in items:
            for line in item.data.lines:
                for name, most in places.items():
                    value = getattr(line, name)
                    if item.is_open and value != round(value, most):
                        item.stop(
                            "number.precision",
                            self.env._(
                                "Line %(line)s: %(field)s %(value)s has more than %(most)s "
                                "decimals. Have the sender round it, or raise the decimal "
                                "accuracy in Odoo and retry.",
                                line=line.line_id,
                                field=name,
                                value=value,
                                most=most,
                            ),
                        )

    def _drop_repeated(self, items: list[Item], entity: str) -> None:
        """Deal with documents that were recorded before, under another message id.

        The same contents again change nothing: the item is done with the recorded document.
        Other contents stop the message. `item.refs[entity]` holds what is recorded.
        """
        repeated = [item for item in items if item.is_open and item.refs[entity]]
        earlier = self._earlier_data(repeated)
        for item in repeated:
            record = item.refs[entity][self._document(item)]
            if item.message._read_data() in earlier[self._document(item)]:
                item.add_document(record)
                item.repeat(
                    self.env._("%s was recorded before with the same contents.", record.name)
                )
            else:
                item.stop(
                    "document.changed",
                    self.env._(
                        "%(number)s was recorded before as %(record)s, with other contents. "
                        "Correct the document in Odoo or have the sender use a new number, then "
                        "reject this message.",
                        number=self._document(item),
                        record=record.display_name,
                    ),
                )

    def _earlier_data(self, items: list[Item]) -> dict[str, list[Payload]]:
        """{document: what its messages that were applied said, in the newest version}."""
        found: dict[str, list[Payload]] = {self._document(item): [] for item in items}
        if items:
            first = items[0].message
            contract = get(first.type)
            applied = self.env["integration.message"].search(
                [
                    ("system_id", "=", first.system_id.id),
                    ("company_id", "=", first.company_id.id),
                    ("type", "in", [version.type for version in versions(contract)]),
                    ("document_key", "in", list(found)),
                    # whatever its state is: a message that is replayed was applied, too
                    ("document_ids", "!=", False),
                ]
            )
            for message in applied:
                # what cannot be read any more is not the same
                with suppress(Unreadable):
                    found[message.document_key].append(message._read_data())
        return found
