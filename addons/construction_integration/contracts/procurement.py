# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Requests to buy."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from odoo.addons.construction_connector_base.core.contract import (
    Code,
    Contract,
    Day,
    LongText,
    Money,
    Payload,
    Quantity,
    Text,
    register,
)

from .groups import PROCUREMENT
from .types import CostCode, CostType, ItemCode, PhaseCode, UniqueLines, UnitCode


class RequisitionLine(Payload):
    line_id: Code = Field(description="Lives on as the id of the order's line.")
    item_code: ItemCode | None = None
    description: Text
    quantity: Annotated[Quantity, Field(gt=0)] = Field(description="In uom.")
    uom: UnitCode = Field(description="Unit of measure of quantity.")
    estimated_unit_cost: Annotated[Money, Field(ge=0)] = Field(
        description="Per uom without tax, in the company's currency; checked against the budget."
    )
    cost_code: CostCode
    cost_type: CostType
    phase: PhaseCode | None = None
    vendor_id: Code | None = None


class RequisitionSubmitted(Payload):
    job_code: Code
    requisition_number: Code
    requested_by: Text | None = None
    needed_by: Day | None = Field(None, description="The day on which the goods are needed.")
    location: Code | None = Field(None, description="Where the goods are needed.")
    emergency: bool = Field(False, description="Needed at once; shown to those who approve.")
    reason: LongText | None = None
    lines: UniqueLines[RequisitionLine]


REQUISITION_SUBMITTED = register(
    Contract(
        name="requisition.submitted",
        version=1,
        payload=RequisitionSubmitted,
        handler="construction.handler.requisition",
        workflow="procurement",
        groups=(PROCUREMENT,),
        document=lambda data: data.requisition_number,
        ordering_key=lambda data: f"job:{data.job_code}",
        description="The site or the buyer's tool asks to buy: checked against the budget, "
        "approved in Odoo by a person, then ordered.",
        example={
            "job_code": "24-017",
            "requisition_number": "REQ-0042",
            "requested_by": "T. Nguyen",
            "needed_by": "2026-04-14",
            "lines": [
                {
                    "line_id": "1",
                    "item_code": "RM-4000",
                    "description": "Ready-mix concrete 4000 psi, footings",
                    "quantity": "120",
                    "uom": "CY",
                    "estimated_unit_cost": "182.50",
                    "cost_code": "03-300",
                    "cost_type": "M",
                    "vendor_id": "V-1001",
                }
            ],
        },
    )
)
