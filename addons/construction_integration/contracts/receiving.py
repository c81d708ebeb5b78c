# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What arrives on site."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from odoo.addons.construction_connector_base.core.contract import (
    Code,
    Contract,
    LongText,
    Moment,
    Payload,
    Quantity,
    register,
)

from .groups import RECEIVING
from .types import ItemCode, UniqueLines, UnitCode


class ReceiptLine(Payload):
    """`quantity` is what was delivered, `rejected_quantity` the part of it sent back at once:
    accepted = quantity - rejected_quantity."""

    line_id: Code = Field(description="The id with which the order's line was created.")
    quantity: Annotated[Quantity, Field(ge=0)] = Field(
        description="What was delivered, in uom, the rejected part included."
    )
    uom: UnitCode = Field(description="Unit of measure of both quantities.")
    rejected_quantity: Annotated[Quantity, Field(ge=0)] | None = Field(
        None, description="The part that was sent back at once, in uom."
    )
    substitute_item_code: ItemCode | None = None
    note: LongText | None = None

    @model_validator(mode="after")
    def _check_rejected(self) -> ReceiptLine:
        if (self.rejected_quantity or 0) > self.quantity:
            raise ValueError("rejected_quantity is larger than quantity")
        return self


class GoodsReceived(Payload):
    receipt_number: Code
    purchase_order: Code
    received_at: Moment
    location: Code | None = None
    final: bool = Field(False, description="Nothing more will come.")
    lines: UniqueLines[ReceiptLine]


GOODS_RECEIVED = register(
    Contract(
        name="goods.received",
        version=1,
        payload=GoodsReceived,
        handler="construction.handler.receipt",
        workflow="procurement",
        groups=(RECEIVING,),
        document=lambda data: data.receipt_number,
        ordering_key=lambda data: f"order:{data.purchase_order}",
        description="Goods of a purchase order were accepted on site, wholly or in part; "
        "`final` says that nothing more will come.",
        example={
            "receipt_number": "RCV-311",
            "purchase_order": "REQ-0042",
            "received_at": "2026-04-14T07:35:00-07:00",
            "lines": [{"line_id": "1", "quantity": "72", "uom": "CY"}],
        },
    )
)
