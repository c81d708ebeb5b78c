# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

from odoo.addons.construction_connector_base.core.contract import (
    Code,
    Contract,
    Payload,
    register,
)
from odoo.addons.construction_connector_base.core.outgoing import Outgoing


class ProbeSent(Payload):
    """The n-th message of a key."""

    key: Code
    number: int


def _register(name: str, workflow: str) -> Contract:
    return register(
        Contract(
            name=name,
            version=1,
            payload=ProbeSent,
            handler="construction.test.handler.probe",
            workflow=workflow,
            document=lambda data: f"{data.key}-{data.number}",
            ordering_key=lambda data: data.key,
            description="Leaves a row for each time it is applied.",
            example={"key": "A", "number": 1},
        )
    )


BIG = _register("probe.sent", "probe_big")
SMALL = _register("probe.noted", "probe_small")

RECORDED = register(
    Contract(
        name="probe.recorded",
        version=1,
        direction="outbound",
        payload=ProbeSent,
        handler="integration.outbox",
        workflow="probe",
        document=lambda data: f"{data.key}-{data.number}",
        ordering_key=lambda data: data.key,
        description="A probe was applied.",
        example={"key": "A", "number": 1},
    )
)


class ConstructionTestHandlerProbe(models.AbstractModel):
    """Writes down what it is given, and tells who has subscribed."""

    _name = "construction.test.handler.probe"
    _inherit = "integration.handler"
    _description = "Test Probe Handler"

    def _apply(self, items):
        self.env["construction.test.probe"].create(
            [{"key": item.data.key, "number": item.data.number} for item in items]
        )
        company = self.env.company
        events = [
            Outgoing(
                RECORDED.type,
                item.data.model_dump(),
                company.id,
                f"{item.data.key}-{item.data.number}",
                item.data.key,
            )
            for item in items
        ]
        self.env["integration.outbox"]._publish_many(events)
