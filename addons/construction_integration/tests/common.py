# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A contractor whose outside systems send messages; one job with a budget is known."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from odoo.tests import new_test_user

from odoo.addons.construction_connector_base.tests.common import IntegrationCase

JOBCOST = "construction_jobcost"
NOON = "2026-03-02T12:00:00Z"


class HandlerCase(IntegrationCase):
    """The system ``field`` may send each construction contract, and so has each service right."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.system.action_allow_all()
        cls.env["stock.warehouse"].search([("company_id", "=", cls.acme.id)]).name = "Yard"
        cls.approver = cls.create_person("approver", "group_approver")
        cls.controller = cls.create_person("controller", "group_cost_controller")
        cls.operator = cls._create_user("group_operator", login="desk")
        cls.numbers = iter(range(10_000))

    @classmethod
    def create_person(cls, login: str, *groups: str):
        return new_test_user(
            cls.env,
            login,
            groups=",".join(f"{JOBCOST}.{group}" for group in groups),
            company_id=cls.acme.id,
            company_ids=[(6, 0, cls.acme.ids)],
        )

    def send(self, name: str, data: dict[str, Any], when: str = NOON, **attributes: Any):
        """Send one message, drain the lanes and return the message."""
        message = self.post(name, data, when, **attributes)
        self.drain()
        return message

    def post(self, name: str, data: dict[str, Any], when: str = NOON, **attributes: Any):
        """Send one message that the door must take; return it undrained."""
        event = {
            "specversion": "1.0",
            "id": f"m-{next(self.numbers)}",
            "source": "field",
            "type": f"construction.{name}.v1",
            "time": when,
            "data": data,
        } | attributes
        (result,) = self.accept(event)
        self.assertEqual(result.status, "accepted", result.errors)
        return self.message(event["id"])

    def assertState(self, message, state: str, code: str | None = None) -> None:
        message.invalidate_recordset()
        found = (message.state, message.reason_code or None)
        self.assertEqual(found, (state, code), message.reason_text or message.error)

    # -- what most tests need first --------------------------------------------------------

    def send_job(self, code: str = "0042", **data: Any):
        return self.send("job.upserted", {"job_code": code, "name": f"Job {code}"} | data)

    def send_codes(self, *codes: str) -> None:
        for code in codes:
            self.send("cost_code.upserted", {"code": code, "name": f"Work {code}"})

    def send_budget(self, amount: str = "1000.00", revision: int = 1, **data: Any):
        line = {"line_id": "1", "cost_code": "03-300", "cost_type": "M", "amount": amount}
        return self.send(
            "estimate.awarded",
            {"job_code": "0042", "estimate_id": "E-1", "revision": revision, "lines": [line]}
            | data,
        )

    def send_vendor(self, number: str = "V-1", **data: Any):
        return self.send("vendor.upserted", {"vendor_id": number, "name": "Delta Supply"} | data)

    def set_up_job(self, budget: str = "1000.00") -> None:
        """Job 0042 with cost code 03-300, a budget for material, a vendor and an item."""
        self.send_job()
        self.send_codes("03-300")
        self.send_budget(budget)
        self.send_vendor()
        self.send(
            "item.upserted",
            {"item_code": "RM-4000", "name": "Ready-mix", "uom": "CY", "standard_cost": "10"},
        )

    def requisition_line(self, **data: Any) -> dict[str, Any]:
        return {
            "line_id": "1",
            "item_code": "RM-4000",
            "description": "Concrete",
            "quantity": "10",
            "uom": "CY",
            "estimated_unit_cost": "50.00",
            "cost_code": "03-300",
            "cost_type": "M",
            "vendor_id": "V-1",
        } | data

    def send_requisition(self, number: str = "REQ-1", lines: list | None = None, **data: Any):
        lines = lines or [self.requisition_line()]
        payload = {"job_code": "0042", "requisition_number": number, "lines": lines}
        return self.send("requisition.submitted", payload | data)

    def order(self, number: str = "REQ-1"):
        """Have the requisition sent and approved; return its order."""
        self.send_requisition(number)
        requisition = self.requisition(number)
        requisition.with_user(self.approver).action_approve()
        self.drain()
        return requisition.order_ids

    def requisition(self, number: str = "REQ-1"):
        return self.env["construction.requisition"].search([("reference", "=", number)])

    def cost(self, code: str = "0042") -> dict[str, Decimal]:
        """Totals of the job cost report."""
        job = self.env["project.project"].search([("job_code", "=", code)])
        rows = job._get_job_cost()
        return {
            name: sum((row[name] for row in rows), Decimal(0))
            for name in (
                "original_budget",
                "pending_commitments",
                "committed",
                "received",
                "invoiced",
                "direct_cost",
                "accrued",
            )
        }

    def assertCost(self, **expected: float) -> None:
        found = self.cost()
        self.assertEqual(
            {name: found[name] for name in expected},
            {name: Decimal(str(amount)) for name, amount in expected.items()},
        )
