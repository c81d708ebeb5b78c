# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Vendors' invoices."""

from __future__ import annotations

from decimal import Decimal

from pydantic import Field, model_validator

from odoo.addons.construction_connector_base.core.contract import (
    Code,
    Contract,
    Day,
    Money,
    Payload,
    Quantity,
    Text,
    register,
)

from .groups import PAYABLES
from .types import CostCode, CostType, CurrencyCode, UniqueLines

CENT = Decimal("0.01")


class InvoiceLine(Payload):
    line_id: Code
    order_line_id: Code | None = Field(
        None, description="The id with which the order's line was created."
    )
    description: Text
    quantity: Quantity = Field(description="In the unit of the order's line.")
    unit_price: Money = Field(description="Without tax, in the invoice's currency.")
    amount: Money = Field(description="quantity × unit_price without tax, to the cent.")
    cost_code: CostCode | None = None
    cost_type: CostType | None = None
    job_code: Code | None = None

    @model_validator(mode="after")
    def _check_amount(self) -> InvoiceLine:
        # a cent of rounding is allowed, a wrong multiplication is not
        if abs(self.quantity * self.unit_price - self.amount) > CENT:
            raise ValueError("amount is not quantity × unit_price")
        return self


class InvoiceReceived(Payload):
    vendor_id: Code
    invoice_number: Code
    invoice_date: Day
    due_date: Day | None = None
    order: Code | None = Field(None, description="Number of the purchase order or subcontract.")
    currency: CurrencyCode | None = Field(
        None, description="ISO 4217; the order's, else the company's, where it is omitted."
    )
    total: Money = Field(description="Lines plus tax_total.")
    tax_total: Money | None = Field(None, description="Tax of the whole invoice.")
    lines: UniqueLines[InvoiceLine]

    @model_validator(mode="after")
    def _check_total(self) -> InvoiceReceived:
        lines_total = sum(line.amount for line in self.lines) + (self.tax_total or 0)
        if lines_total != self.total:
            raise ValueError(f"total {self.total} differs from lines plus tax {lines_total}")
        if self.order is None and any(line.order_line_id for line in self.lines):
            raise ValueError("order_line_id needs the invoice's order")
        return self


INVOICE_RECEIVED = register(
    Contract(
        name="invoice.received",
        version=1,
        payload=InvoiceReceived,
        handler="construction.handler.invoice",
        workflow="payables",
        groups=(PAYABLES,),
        document=lambda data: f"{data.vendor_id}/{data.invoice_number}",
        ordering_key=lambda data: f"vendor:{data.vendor_id}",
        description="A vendor's invoice: matched with order and receipts, then a draft bill "
        "that an approver posts.",
        example={
            "vendor_id": "V-1001",
            "invoice_number": "INV-7781",
            "invoice_date": "2026-04-20",
            "order": "REQ-0042",
            "currency": "USD",
            "total": "13140.00",
            "lines": [
                {
                    "line_id": "1",
                    "order_line_id": "1",
                    "description": "Ready-mix concrete",
                    "quantity": "72",
                    "unit_price": "182.50",
                    "amount": "13140.00",
                }
            ],
        },
    )
)
