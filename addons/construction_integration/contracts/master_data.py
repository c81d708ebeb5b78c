# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Reference data that outside systems own: jobs, cost codes, vendors, items, employees."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from odoo.addons.construction_connector_base.core.contract import (
    Code,
    Contract,
    Day,
    Money,
    Payload,
    Percent,
    Text,
    register,
)

from .groups import ESTIMATING, LABOR, PROCUREMENT
from .types import Address, CostType, CurrencyCode, JobStatus, UnitCode

WORKFLOW = "master_data"


class Customer(Payload):
    external_id: Code
    name: Text


class Phase(Payload):
    code: Code
    name: Text


class JobUpserted(Payload):
    job_code: Code
    name: Text
    customer: Customer | None = None
    status: JobStatus | None = None
    start_date: Day | None = None
    end_date: Day | None = None
    contract_amount: Money | None = Field(
        None, description="What the owner pays for the job, in currency."
    )
    currency: CurrencyCode | None = Field(
        None, description="ISO 4217, such as USD; of the contract amount."
    )
    retention_percent: Percent | None = Field(
        None, description="What the owner holds back: 5 is 5 %."
    )
    phases: Annotated[list[Phase], Field(max_length=500)] = Field(
        [], description="New ones are added, known ones renamed; one that is not named stays."
    )
    site: Address | None = None

    @model_validator(mode="after")
    def _check_dates(self) -> JobUpserted:
        if self.start_date and self.end_date and self.end_date < self.start_date:
            raise ValueError("end_date lies before start_date")
        return self


class CostCodeUpserted(Payload):
    code: Code
    name: Text
    parent_code: Code | None = Field(
        None, description="The code above it in the scheme; it must be known first."
    )
    cost_types: Annotated[list[CostType], Field(max_length=50)] | None = Field(
        None, description="Codes of the cost types that may be used with it; empty: all."
    )
    uom: UnitCode | None = Field(None, description="Unit of measure of its quantities.")
    active: bool | None = None

    @model_validator(mode="after")
    def _check_parent(self) -> CostCodeUpserted:
        if self.parent_code == self.code:
            raise ValueError("a cost code cannot be its own parent")
        return self


class VendorUpserted(Payload):
    vendor_id: Code
    name: Text
    tax_id: Code | None = None
    email: Text | None = None
    phone: Text | None = None
    address: Address | None = None
    subcontractor: bool | None = None
    payment_terms: Text | None = Field(None, description="Name of the payment terms.")
    insurance_expiry: Day | None = Field(
        None, description="Last day of the liability insurance; counts once a person verified it."
    )
    license_number: Code | None = None


class ItemUpserted(Payload):
    item_code: Code
    name: Text
    uom: UnitCode = Field(description="Unit of measure in which it is kept and costed.")
    category: Text | None = None
    standard_cost: Money | None = Field(None, description="Per uom, in the company's currency.")
    storable: bool | None = Field(None, description="Whether its stock is counted.")
    active: bool | None = None


class EmployeeUpserted(Payload):
    employee_id: Code
    name: Text
    email: Text | None = None
    trade: Text | None = None
    hourly_cost: Money | None = Field(
        None, description="Cost of a regular hour, in the company's currency."
    )
    active: bool | None = None


JOB_UPSERTED = register(
    Contract(
        name="job.upserted",
        version=1,
        payload=JobUpserted,
        handler="construction.handler.job",
        workflow=WORKFLOW,
        groups=(ESTIMATING,),
        document=lambda data: data.job_code,
        ordering_key=lambda data: f"job:{data.job_code}",
        description="A job was created or changed in the system that owns jobs.",
        example={
            "job_code": "24-017",
            "name": "Riverside Elementary Modernization",
            "customer": {"external_id": "C-88", "name": "Riverside School District"},
            "status": "active",
            "start_date": "2026-03-02",
            "contract_amount": "1250000.00",
            "currency": "USD",
            "retention_percent": "5",
            "phases": [{"code": "1", "name": "Site"}],
            "site": {"city": "Oakland", "state": "CA", "country": "US"},
        },
    )
)
COST_CODE_UPSERTED = register(
    Contract(
        name="cost_code.upserted",
        version=1,
        payload=CostCodeUpserted,
        handler="construction.handler.cost.code",
        workflow=WORKFLOW,
        groups=(ESTIMATING,),
        document=lambda data: data.code,
        # one key for all: a parent must stand before its children
        ordering_key=lambda data: "cost_codes",
        description="A cost code of the company's scheme was created or changed.",
        example={
            "code": "03-300",
            "name": "Cast-in-place concrete",
            "parent_code": "03",
            "cost_types": ["L", "M"],
            "uom": "CY",
        },
    )
)
VENDOR_UPSERTED = register(
    Contract(
        name="vendor.upserted",
        version=1,
        payload=VendorUpserted,
        handler="construction.handler.vendor",
        workflow=WORKFLOW,
        groups=(PROCUREMENT,),
        document=lambda data: data.vendor_id,
        ordering_key=lambda data: f"vendor:{data.vendor_id}",
        description="A vendor or subcontractor was created or changed.",
        example={
            "vendor_id": "V-1001",
            "name": "Delta Ready-Mix",
            "tax_id": "94-1234567",
            "email": "ar@delta-readymix.example",
            "address": {"street": "1 Quarry Rd", "city": "Oakland", "state": "CA", "country": "US"},
            "subcontractor": False,
        },
    )
)
ITEM_UPSERTED = register(
    Contract(
        name="item.upserted",
        version=1,
        payload=ItemUpserted,
        handler="construction.handler.item",
        workflow=WORKFLOW,
        groups=(PROCUREMENT,),
        document=lambda data: data.item_code,
        ordering_key=lambda data: f"item:{data.item_code}",
        description="A catalogue item was created or changed.",
        example={
            "item_code": "RM-4000",
            "name": "Ready-mix concrete 4000 psi",
            "uom": "CY",
            "standard_cost": "182.50",
            "storable": False,
        },
    )
)
EMPLOYEE_UPSERTED = register(
    Contract(
        name="employee.upserted",
        version=1,
        payload=EmployeeUpserted,
        handler="construction.handler.employee",
        workflow=WORKFLOW,
        groups=(LABOR,),
        document=lambda data: data.employee_id,
        ordering_key=lambda data: f"employee:{data.employee_id}",
        description="An employee was hired, changed or left.",
        example={
            "employee_id": "E-204",
            "name": "Rosa Delgado",
            "trade": "Carpenter",
            "hourly_cost": "58.75",
        },
    )
)
