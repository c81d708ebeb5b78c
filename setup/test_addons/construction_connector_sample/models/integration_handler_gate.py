# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from typing import Literal

from odoo import models

from odoo.addons.construction_connector_base.core.contract import (
    Code,
    Contract,
    Payload,
    Text,
    register,
)


class GateChanged(Payload):
    """A gate as it is now."""

    gate: Code
    name: Text
    state: Literal["open", "closed"]


register(
    Contract(
        name="gate.changed",
        version=1,
        payload=GateChanged,
        handler="integration.handler.gate",
        workflow="gates",
        document=lambda data: data.gate,
        ordering_key=lambda data: data.gate,
        description="A gate was opened, closed or renamed.",
        example={"gate": "G-1", "name": "North gate", "state": "open"},
    )
)


class IntegrationHandlerGate(models.AbstractModel):
    """Keeps the gates as Gatehouse tells them."""

    _name = "integration.handler.gate"
    _inherit = "integration.handler"
    _description = "Gate Messages"

    def _apply(self, items):
        gates = self.env["gatehouse.gate"].search([("code", "in", [i.data.gate for i in items])])
        known = {gate.code: gate for gate in gates}
        for item in items:
            values = {"name": item.data.name, "state": item.data.state}
            gate = known.get(item.data.gate)
            if gate:
                gate.write(values)
            else:
                gate = gates.create(values | {"code": item.data.gate})
            item.add_document(gate)
