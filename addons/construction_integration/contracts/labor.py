# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Hours worked in the field."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from odoo.addons.construction_connector_base.core.contract import (
    Code,
    Contract,
    Day,
    LongText,
    Moment,
    Payload,
    Quantity,
    Text,
    register,
)

from .groups import LABOR
from .types import CostCode, CostType, PayType, PhaseCode, UniqueLines


class TimesheetLine(Payload):
    line_id: Code
    cost_code: CostCode
    cost_type: CostType | None = Field(None, description="Labor where it is omitted.")
    hours: Annotated[Quantity, Field(gt=0, le=24)] = Field(
        description="Hours, with decimals: 7.5 is seven and a half."
    )
    pay_type: PayType = Field(
        "regular", description="Decides the rate: overtime and double cost more than regular hours."
    )
    phase: PhaseCode | None = None
    note: LongText | None = None


class TimesheetApproved(Payload):
    timesheet_id: Code = Field(description="The same id again corrects the hours.")
    employee_id: Code
    date: Day = Field(description="The day worked.")
    job_code: Code
    approved_by: Text = Field(description="Who approved the hours, by name.")
    approved_at: Moment
    lines: UniqueLines[TimesheetLine]


TIMESHEET_APPROVED = register(
    Contract(
        name="timesheet.approved",
        version=1,
        payload=TimesheetApproved,
        handler="construction.handler.timesheet",
        workflow="labor",
        groups=(LABOR,),
        document=lambda data: data.timesheet_id,
        ordering_key=lambda data: f"employee:{data.employee_id}",
        description="A foreman approved one person's hours of one day on one job. A later "
        "message with the same timesheet_id corrects the hours.",
        example={
            "timesheet_id": "TS-2026-04-13-E-204",
            "employee_id": "E-204",
            "date": "2026-04-13",
            "job_code": "24-017",
            "approved_by": "M. Okafor",
            "approved_at": "2026-04-13T17:10:00-07:00",
            "lines": [{"line_id": "1", "cost_code": "03-300", "hours": "8"}],
        },
    )
)
