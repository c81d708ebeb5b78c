# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import hashlib
import json

from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import SQL

from ..core import contract as contracts
from ..core import states
from ..core.openapi import example_event
from ..core.schema import FieldRow, contract_schema, field_rows

_COLUMNS = {
    "id": "integer",
    "type": "varchar",
    "name": "varchar",
    "version": "integer",
    "direction": "varchar",
    "workflow": "varchar",
    "description": "varchar",
    "is_newest": "boolean",
    "is_sensitive": "boolean",
    "retention": "varchar",
    "deprecated_on": "date",
    "sunset_on": "date",
}
#: States of a message that was not applied and needs, or needed, a person.
FAILED = (states.EXCEPTION, states.DEAD, states.REJECTED)
_ROW = Markup(
    "<tr><td><code>{path}</code></td><td>{type}</td><td>{required}</td><td>{description}</td></tr>"
)
_TABLE = Markup(
    '<table class="table table-sm"><thead><tr><th>{field}</th><th>{type}</th><th></th>'
    "<th>{description}</th></tr></thead><tbody>{rows}</tbody></table>"
)


def record_id(contract: contracts.Contract) -> int:
    """The same number for a contract in each process and each database."""
    name = f"{contract.direction}:{contract.type}"
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "big") >> 1


class IntegrationContract(models.Model):
    """The contracts of this database, for people to read: they are made in code.

    There is no table: the rows are the registered contracts whose handlers are installed.
    """

    _name = "integration.contract"
    _description = "Contract"
    _auto = False
    _rec_name = "type"
    _order = "direction, workflow, name, version"

    type = fields.Char(readonly=True)
    name = fields.Char(readonly=True)
    version = fields.Integer(readonly=True, aggregator=None)
    direction = fields.Selection(
        [("inbound", "Received"), ("outbound", "Sent")], readonly=True, string="Way"
    )
    workflow = fields.Char("Workflow Code", readonly=True)
    workflow_label = fields.Char("Workflow", compute="_compute_workflow_label")
    description = fields.Char(readonly=True)
    is_newest = fields.Boolean("Newest Version", readonly=True)
    is_sensitive = fields.Boolean(
        "Sensitive", readonly=True, help="Payloads are kept encrypted and shown masked."
    )
    retention = fields.Char("Retention Class", readonly=True)
    deprecated_on = fields.Date(readonly=True, help="Since then senders should use a newer one.")
    sunset_on = fields.Date(readonly=True, help="From this day on (UTC) the door refuses it.")
    usage_ids = fields.One2many("integration.contract.usage", compute="_compute_usage")
    system_ids = fields.Many2many(
        "integration.system", compute="_compute_system_ids", string="Allowed Systems"
    )
    message_count = fields.Integer("Messages (30 Days)", compute="_compute_usage")
    failed_count = fields.Integer("Not Applied (30 Days)", compute="_compute_usage")
    field_table = fields.Html("Fields", compute="_compute_shape", sanitize=False)
    example = fields.Text(compute="_compute_shape")
    schema = fields.Text("JSON Schema", compute="_compute_shape")

    @property
    def _table_query(self) -> SQL:
        rows = SQL(", ").join(
            SQL(
                "(%s)",
                SQL(", ").join(
                    SQL("%s::%s", value, SQL(type_))
                    for value, type_ in zip(self._prepare_row(one), _COLUMNS.values(), strict=True)
                ),
            )
            for one in contracts.installed(self.env)
        )
        names = SQL(", ").join(map(SQL.identifier, _COLUMNS))
        return SQL("SELECT * FROM (VALUES %s) AS v(%s)", rows, names)

    def _prepare_row(self, contract: contracts.Contract) -> tuple:
        return (
            record_id(contract),
            contract.type,
            contract.name,
            contract.version,
            contract.direction,
            contract.workflow,
            contract.description,
            contract.upcast is None,
            contract.sensitive,
            contract.retention,
            contract.deprecated_on,
            contract.sunset_on,
        )

    def _contract(self) -> contracts.Contract | None:
        self.ensure_one()
        return contracts.get(self.type, self.direction)

    @api.depends("workflow")
    def _compute_workflow_label(self):
        for one in self:
            one.workflow_label = contracts.label_of(one.workflow or "")

    def _compute_system_ids(self):
        allowed = dict(
            self.env["integration.system.contract"]._read_group(
                [("type", "in", self.mapped("type"))], ["type"], ["system_id:recordset"]
            )
        )
        nobody = self.env["integration.system"]
        for contract in self:
            is_inbound = contract.direction == "inbound"
            contract.system_ids = allowed.get(contract.type, nobody) if is_inbound else nobody

    def _compute_usage(self):
        found = self.env["integration.contract.usage"].search([("type", "in", self.mapped("type"))])
        usage = found.grouped(lambda one: (one.type, one.direction))
        for contract in self:
            of_contract = usage.get((contract.type, contract.direction), found.browse())
            failed = of_contract.filtered(lambda one: one.state in FAILED)
            contract.usage_ids = of_contract
            contract.message_count = sum(of_contract.mapped("messages"))
            contract.failed_count = sum(failed.mapped("messages"))

    def _compute_shape(self):
        for record in self:
            contract = record._contract()
            schema = contract_schema(contract)
            record.field_table = self._prepare_field_table(field_rows(schema))
            record.example = json.dumps(example_event(contract), indent=2, ensure_ascii=False)
            record.schema = json.dumps(schema, indent=2, ensure_ascii=False)

    def _prepare_field_table(self, rows: list[FieldRow]) -> Markup:
        return _TABLE.format(
            field=self.env._("Field"),
            type=self.env._("Type"),
            description=self.env._("Description"),
            rows=Markup().join(
                _ROW.format(
                    path=row.path,
                    type=row.type,
                    required=self.env._("required") if row.required else "",
                    description=row.description,
                )
                for row in rows
            ),
        )

    def action_open_messages(self):
        """Open the messages of these contracts."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "construction_connector_base.integration_message_action"
        )
        directions = set(self.mapped("direction"))
        domain = [("type", "in", self.mapped("type")), ("direction", "in", list(directions))]
        return action | {"domain": domain, "context": {}}
