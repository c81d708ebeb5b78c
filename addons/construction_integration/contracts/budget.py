# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Budgets: what the estimating system awards."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from odoo.addons.construction_connector_base.core.contract import (
    Code,
    Contract,
    Money,
    Payload,
    Quantity,
    Text,
    register,
)

from .groups import ESTIMATING
from .types import CostCode, CostType, PhaseCode, UniqueLines, UnitCode


class EstimateLine(Payload):
    line_id: Code = Field(
        description="Unique in the estimate; later revisions name the line by it."
    )
    cost_code: CostCode
    cost_type: CostType
    phase: PhaseCode | None = None
    description: Text | None = None
    quantity: Quantity | None = Field(None, description="In uom.")
    uom: UnitCode | None = Field(None, description="Unit of measure of quantity.")
    unit_cost: Money | None = Field(
        None, description="Per uom, in the currency of the job's company."
    )
    amount: Money = Field(
        description="The line's budget, in the currency of the job's company; a credit is negative."
    )


class EstimateAwarded(Payload):
    job_code: Code
    estimate_id: Code
    revision: Annotated[int, Field(ge=0, le=9999)] = Field(
        description="A higher one replaces the lower ones."
    )
    lines: UniqueLines[EstimateLine]

    @model_validator(mode="after")
    def _check_quantities_have_units(self) -> EstimateAwarded:
        for line in self.lines:
            if line.quantity is not None and line.uom is None:
                raise ValueError(f"line {line.line_id}: a quantity needs its uom")
        return self


ESTIMATE_AWARDED = register(
    Contract(
        name="estimate.awarded",
        version=1,
        payload=EstimateAwarded,
        handler="construction.handler.estimate",
        workflow="budget",
        groups=(ESTIMATING,),
        document=lambda data: f"{data.estimate_id}/{data.revision}",
        ordering_key=lambda data: f"job:{data.job_code}",
        description="An estimate was awarded: its lines are the job's original budget. "
        "A higher revision replaces the lower ones.",
        example={
            "job_code": "24-017",
            "estimate_id": "EST-24-017",
            "revision": 1,
            "lines": [
                {
                    "line_id": "1",
                    "cost_code": "03-300",
                    "cost_type": "M",
                    "description": "Footings",
                    "quantity": "120",
                    "uom": "CY",
                    "unit_cost": "190.00",
                    "amount": "22800.00",
                }
            ],
        },
    )
)
