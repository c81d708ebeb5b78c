# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dataclasses import replace
from typing import Any

from odoo import api, models

from ..core.config import ConfigError, Entry, Section
from ..core.config_plan import Change, sort_key


class IntegrationConfigPart(models.AbstractModel):
    """Reads and writes the entries of a section of the configuration file by their fields.

    A model that needs more than its fields inherits this under a name of its own, which its
    section gives as ``part``.
    """

    _name = "integration.config.part"
    _inherit = "integration.config.value"
    _description = "Part of the Configuration File"

    @api.model
    def _read_entries(self, section: Section, domain: list | None = None) -> list[dict[str, Any]]:
        """The settings as they stand in a file."""
        records = self.env[section.model].search(domain or [("id", "!=", False)])
        return [self._read_entry(section, record) for record in records]

    @api.model
    def _read_entry(self, section: Section, record) -> dict[str, Any]:
        values = {
            name: self._read_value(record, field_name)
            for name, field_name in section.fields.items()
            if field_name in record._fields
        }
        for name, child in section.children.items():
            rows = self._read_entries(child, [(child.parent, "=", record.id)])
            values[name] = sorted(rows, key=lambda row, child=child: sort_key(child, row))
        return values

    @api.model
    def _normalise(self, section: Section, entry: Entry) -> Entry:
        """The entry with its values as ``_read_entries`` gives them; raises ``ConfigError``."""
        model = self.env[section.model]
        values = {}
        for name, value in entry.values.items():
            field = model._fields.get(section.fields[name])
            path = f"{entry.path}.{name}"
            if field is None:
                raise ConfigError(path, "Nothing has this name here")
            values[name] = self._normalise_value(field, value, path)
        children = {
            name: [self._normalise(section.children[name], child) for child in rows]
            for name, rows in entry.children.items()
        }
        return replace(entry, values=values, children=children)

    @api.model
    def _apply_change(self, change: Change) -> list[tuple]:
        """Write one entry; return what must wait until all entries are there.

        Each as (change, part, record, values).
        """
        section = change.section
        if change.kind == "create":
            values, later = self._split(section, change)
            record = self._create(section, values)
        else:
            record = self._find(section, change.before)
            if change.kind == "delete":
                self._remove(section, record)
                return []
            values, later = self._split(section, change)
            if values:
                self._write(section, record, values)
        for child in change.children:
            self._apply_child(child, record)
        return [(change, self, record, later)] if later else []

    @api.model
    def _apply_child(self, change: Change, owner) -> None:
        section = change.section
        values = {section.fields[name]: value for name, value in change.after.items()}
        if change.kind == "create":
            self._create(section, self._resolve_all(section, values) | {section.parent: owner.id})
        elif change.kind in ("update", "delete"):
            record = self._find(section, change.before, [(section.parent, "=", owner.id)])
            if change.kind == "delete":
                self._remove(section, record)
            else:
                self._write(section, record, self._resolve_all(section, values))

    @api.model
    def _split(self, section: Section, change: Change) -> tuple[dict, dict]:
        """The values for writing now, and those that name entries of the same section."""
        values = {section.fields[name]: value for name, value in change.after.items()}
        fields = self.env[section.model]._fields
        later = {
            name: value
            for name, value in values.items()
            if fields[name].relational and fields[name].comodel_name == section.model
        }
        now = {name: value for name, value in values.items() if name not in later}
        return self._resolve_all(section, now), later

    @api.model
    def _link(self, record, values: dict[str, Any]) -> None:
        """Write what refers to entries of the same section, now that all are there."""
        record.write(
            {name: self._resolve(record._fields[name], value) for name, value in values.items()}
        )

    @api.model
    def _resolve_all(self, section: Section, values: dict[str, Any]) -> dict[str, Any]:
        fields = self.env[section.model]._fields
        return {name: self._resolve(fields[name], value) for name, value in values.items()}

    @api.model
    def _find(self, section: Section, values, domain: list | None = None):
        domain = [*(domain or []), *self._key_domain(section, section.key_of(values))]
        return self.env[section.model].search(domain, limit=1)

    @api.model
    def _create(self, section: Section, values: dict[str, Any]):
        """Hook: make the record; values are those of the ORM."""
        return self.env[section.model].create(values)

    @api.model
    def _write(self, section: Section, record, values: dict[str, Any]) -> None:
        """Hook: change the record."""
        record.write(values)

    @api.model
    def _remove(self, section: Section, record) -> None:
        """Hook: remove the record."""
        record.unlink()
