# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json
from collections.abc import Iterator, Sequence
from textwrap import shorten
from typing import Any

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

#: Characters of the details that a list shows.
SHOWN = 160


def lines_of(value: Any, depth: int = 0) -> Iterator[str]:
    """Nested data as indented lines.

    >>> list(lines_of({"a": 1, "b": {"c": [1, 2]}}))
    ['a: 1', 'b:', '  c: 1, 2']
    """
    indent = "  " * depth
    for key, part in value.items():
        if part in ({}, []):
            continue
        if isinstance(part, dict):
            yield f"{indent}{key}:"
            yield from lines_of(part, depth + 1)
        elif isinstance(part, list) and any(isinstance(one, list | dict) for one in part):
            yield f"{indent}{key}:"
            yield from (f"{indent}  {_one_line(one)}" for one in part)
        else:
            yield f"{indent}{key}: {_one_line(part)}"


def _one_line(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_one_line(part) for part in value)
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_one_line(part)}" for key, part in value.items())
    return "" if value is None or value is False else str(value)


class IntegrationAuditEntry(models.Model):
    """Entries as people read and find them."""

    _inherit = "integration.audit.entry"

    details = fields.Text(compute="_compute_details")
    summary = fields.Char(compute="_compute_details", help="The beginning of the details.")
    record_name = fields.Char("Record", compute="_compute_record_name")
    message_count = fields.Integer("Messages", compute="_compute_message_count", aggregator=None)
    message_ref = fields.Char(
        "Message", compute="_compute_message_ref", search="_search_message_ref", store=False
    )

    @api.depends("data")
    def _compute_details(self):
        for entry in self:
            lines = list(lines_of(json.loads(entry.data or "{}")))
            entry.details = "\n".join(lines)
            summary = "; ".join(line.strip() for line in lines[:9])
            entry.summary = shorten(summary.replace(":; ", ": "), SHOWN)

    @api.depends("messages")
    def _compute_message_count(self):
        for entry in self:
            entry.message_count = len(entry.messages or [])

    @api.depends("res_model", "res_id")
    def _compute_record_name(self):
        for model_name, entries in self.grouped("res_model").items():
            if not model_name or model_name not in self.env:
                entries.record_name = False
                continue
            records = self.env[model_name].browse(set(entries.mapped("res_id"))).exists()
            names = {one.id: one.display_name for one in records._filtered_access("read")}
            label = self.env["ir.model"]._get(model_name).name
            for entry in entries:
                name = names.get(entry.res_id) or self.env._("no. %(id)s", id=entry.res_id)
                entry.record_name = f"{label}: {name}"

    def _compute_message_ref(self):
        self.message_ref = False

    def _search_message_ref(self, operator, value):
        if operator not in ("in", "ilike", "="):
            return NotImplemented
        texts = list(value) if operator == "in" else [value]
        found = self.env["integration.message"].search(
            Domain.OR(
                Domain("external_id", "=", text)
                | Domain("uuid", "=", text)
                | Domain("document_key", "=", text)
                for text in texts
            ),
            limit=100,
        )
        return self._domain_messages(found.ids)

    @api.model
    def _domain_messages(self, ids: Sequence[int]) -> Domain:
        """The entries that speak of one of these messages."""
        # plain SQL: the ORM cannot search in JSON; the rules of entries count on top of it
        rows = self.env.execute_query(
            SQL(
                """
                SELECT e.id FROM unnest(%s) AS m(id)
                  JOIN integration_audit_entry e ON e.messages @> to_jsonb(m.id)
                """,
                list(ids),
            )
        )
        return Domain("id", "in", [id_ for (id_,) in rows]) | (
            Domain("res_model", "=", "integration.message") & Domain("res_id", "in", list(ids))
        )

    def action_open_messages(self):
        """Open the messages that the entry speaks of."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "construction_connector_base.integration_message_action"
        )
        return action | {"domain": [("id", "in", self.messages or [])], "context": {}}

    def action_open_record(self):
        """Open the record that the entry is about."""
        self.ensure_one()
        return self.env[self.res_model].browse(self.res_id).get_formview_action()

    @api.model
    def _open_history(self, domain: Domain, name: str) -> dict[str, Any]:
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "construction_connector_base.integration_audit_entry_action"
        )
        title = self.env._("History of %(name)s", name=name)
        return action | {
            "domain": list(domain),
            "context": {},
            "name": title,
            "display_name": title,
        }
