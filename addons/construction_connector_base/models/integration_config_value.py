# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date
from typing import Any

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ..core.config import ConfigError, Section
from ..core.config_sections import sections

#: How records that are no settings of ours are named.
NAMED_BY = {"res.users": "login", "res.company": "name", "ir.model": "model"}

TECHNICAL = ("ir.model", "ir.model.fields")


class IntegrationConfigValue(models.AbstractModel):
    """Values of fields as they stand in the configuration file, and back.

    Records stand there by what names them everywhere: a login, a code, an XML id, never by a
    number of this database. None is an empty value.
    """

    _name = "integration.config.value"
    _description = "Value in the Configuration File"

    @api.model
    def _read_value(self, record, field_name: str) -> Any:
        field, value = record._fields[field_name], record[field_name]
        if field.type == "many2one":
            return self._name_of(value) if value else None
        if field.relational:
            return sorted((self._name_of(one) for one in value), key=str)
        if field.type == "date":
            return fields.Date.to_string(value) or None
        if field.type in ("boolean", "integer", "float"):
            return value
        return value or None

    @api.model
    def _name_of(self, record) -> Any:
        """What names the record outside of this database."""
        if record._name in TECHNICAL:
            # sudo: what models and fields are called is no secret, their records are not for all
            record = record.sudo()
        if record._name in NAMED_BY:
            return record[NAMED_BY[record._name]]
        if record._name == "ir.model.fields":
            return f"{record.model}.{record.name}"
        section = self._section_of(record._name)
        if section is None:
            return self._xml_id_of(record)
        names = [self._read_value(record, section.fields[name]) for name in section.key]
        return names[0] if len(names) == 1 else names

    @api.model
    def _xml_id_of(self, record) -> str:
        found = record._get_external_ids()[record.id]
        if not found:
            raise UserError(
                self.env._(
                    "%(record)s (%(kind)s) was made by hand and has no name outside of this "
                    "database. Give it an external id first.",
                    record=record.display_name,
                    kind=record._description,
                )
            )
        return min(found)

    @api.model
    def _section_of(self, model_name: str) -> Section | None:
        found = [section for section in sections(self.env) if section.model == model_name]
        return found[0] if found else None

    @api.model
    def _normalise_value(self, field, value: Any, path: str) -> Any:
        """The value as ``_read_value`` gives it; raises ``ConfigError`` if it does not fit."""
        if field.type in ("many2many", "one2many"):
            if not isinstance(value, list):
                raise ConfigError(path, "A list is expected")
            for one in value:
                self._check_reference(field, one, path)
            return sorted(value, key=str)
        if value is None:
            if field.required:
                raise ConfigError(path, "A value is needed")
            return {"boolean": False, "integer": 0, "float": 0.0}.get(field.type)
        if field.type == "many2one":
            self._check_reference(field, value, path)
            return value
        return self._normalise_scalar(field, value, path)

    @api.model
    def _normalise_scalar(self, field, value: Any, path: str) -> Any:
        if field.type == "date" and type(value) is date:
            return value.isoformat()
        if field.type == "float" and type(value) is int:
            return float(value)
        expected = {"boolean": bool, "integer": int, "float": float}.get(field.type, str)
        if type(value) is not expected:
            raise ConfigError(path, WORDS[expected])
        if field.type == "selection":
            known = field.get_values(self.env)
            if value not in known:
                raise ConfigError(path, f"'{value}' is none of: {', '.join(known)}")
        if field.type == "date":
            self._check_date(value, path)
        return value or None if expected is str else value

    @api.model
    def _check_date(self, value: str, path: str) -> None:
        try:
            date.fromisoformat(value)
        except ValueError:
            raise ConfigError(path, "A date as YYYY-MM-DD is expected") from None

    @api.model
    def _check_reference(self, field, value: Any, path: str) -> None:
        if isinstance(value, list):
            key = tuple(value)
        elif isinstance(value, str):
            key = (value,)
        else:
            raise ConfigError(path, WORDS[str])
        if (field.comodel_name, key) in self.env.context.get("config_made", ()):
            return
        if not self._lookup(field.comodel_name, value):
            kind = self.env[field.comodel_name]._description
            raise ConfigError(path, f"There is no {kind} '{value}', or you may not see it")

    @api.model
    def _resolve(self, field, value: Any) -> Any:
        """The value as the ORM writes it."""
        if field.type == "many2one":
            return self._lookup(field.comodel_name, value).id if value is not None else False
        if field.relational:
            ids = [self._lookup(field.comodel_name, one).id for one in value]
            return [Command.set(ids)]
        return False if value is None else value

    @api.model
    def _lookup(self, model_name: str, value: Any):
        """The record that is named so, or none."""
        model = self.env[model_name]
        if model_name in TECHNICAL:
            # sudo: see _name_of
            model = model.sudo()
        if model_name in NAMED_BY:
            return model.search([(NAMED_BY[model_name], "=", value)], limit=1)
        if model_name == "ir.model.fields":
            owner, _dot, name = value.rpartition(".")
            return model.search([("model", "=", owner), ("name", "=", name)], limit=1)
        section = self._section_of(model_name)
        if section is None:
            record = self.env.ref(value, raise_if_not_found=False)
            return record if record and record._name == model_name else model
        key = tuple(value) if isinstance(value, list) else (value,)
        return model.search(self._key_domain(section, key), limit=1)

    @api.model
    def _key_domain(self, section: Section, key: tuple) -> list:
        model_fields = self.env[section.model]._fields
        return [
            (section.fields[name], "=", self._resolve(model_fields[section.fields[name]], part))
            for name, part in zip(section.key, key, strict=True)
        ]


WORDS = {
    str: "Text is expected: write it in quotes",
    bool: "true or false is expected",
    int: "A whole number is expected",
    float: "A number is expected",
}
