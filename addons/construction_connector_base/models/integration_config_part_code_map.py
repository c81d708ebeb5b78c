# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from typing import Any

from odoo import api, fields, models

from ..core.config import ConfigError, Entry, Section

#: Names in the file that belong to the version of a map, not to the map.
OF_VERSION = {"effective_from", "values"}


class IntegrationConfigPartCodeMap(models.AbstractModel):
    """Code maps in the configuration file: each with the values of its newest version.

    An import makes drafts: two people approve them afterwards, as always.
    """

    _name = "integration.config.part.code.map"
    _inherit = "integration.config.part"
    _description = "Code Maps in the Configuration File"

    @api.model
    def _read_entry(self, section: Section, record) -> dict[str, Any]:
        version = self._newest(record)
        values = super()._read_entry(section, record)
        pairs = sorted(version._pairs())
        return {name: values.get(name) for name in section.fields if name not in OF_VERSION} | {
            "effective_from": fields.Date.to_string(version.effective_from) or None,
            "values": dict(pairs),
        }

    @api.model
    def _newest(self, code_map):
        """The version in work, else the approved one that begins last."""
        if code_map.open_version_id:
            return code_map.open_version_id
        approved = code_map.version_ids.filtered(lambda version: version.state == "approved")
        return approved.sorted(lambda version: str(version.effective_from or ""))[-1:]

    @api.model
    def _normalise(self, section: Section, entry: Entry) -> Entry:
        own = {name: value for name, value in entry.values.items() if name not in OF_VERSION}
        plain = super()._normalise(section, Entry(entry.path, own, {}, entry.is_absent))
        plain.values.update(self._normalise_version(entry))
        return plain

    @api.model
    def _normalise_version(self, entry: Entry) -> dict[str, Any]:
        found: dict[str, Any] = {}
        if "effective_from" in entry.values:
            field = self.env["integration.code.map.version"]._fields["effective_from"]
            found["effective_from"] = self._normalise_value(
                field, entry.values["effective_from"], f"{entry.path}.effective_from"
            )
        if "values" in entry.values:
            found["values"] = self._check_pairs(entry.values["values"], f"{entry.path}.values")
        return found

    @api.model
    def _check_pairs(self, pairs: Any, path: str) -> dict[str, str]:
        if not isinstance(pairs, dict):
            raise ConfigError(path, "A mapping of their codes to ours is expected")
        for external, code in pairs.items():
            if not isinstance(external, str) or not isinstance(code, str):
                raise ConfigError(f"{path}.{external}", "Write both codes in quotes")
        return dict(sorted(pairs.items()))

    @api.model
    def _split(self, section: Section, change) -> tuple[dict, dict]:
        own = {name: value for name, value in change.after.items() if name not in OF_VERSION}
        values = self._resolve_all(
            section, {section.fields[name]: value for name, value in own.items()}
        )
        return values, {}

    @api.model
    def _apply_change(self, change) -> list[tuple]:
        result = super()._apply_change(change)
        if change.kind != "delete" and OF_VERSION & change.after.keys():
            code_map = self._find(change.section, dict(change.before) or dict(change.after))
            wanted = {name: change.before.get(name) for name in OF_VERSION} | dict(change.after)
            self._draft(code_map, wanted["effective_from"], wanted["values"] or {})
        return result

    @api.model
    def _draft(self, code_map, effective_from: str | None, pairs: dict[str, str]) -> None:
        """A draft that says this: the one in work, or a new one."""
        notes = {line.external_value: line.note for line in self._newest(code_map).line_ids}
        version = code_map.open_version_id or code_map._new_version()
        version.line_ids.unlink()
        version.write(
            {
                "effective_from": effective_from,
                "line_ids": [
                    (0, 0, {"external_value": external, "code": code, "note": notes.get(external)})
                    for external, code in pairs.items()
                ],
            }
        )
