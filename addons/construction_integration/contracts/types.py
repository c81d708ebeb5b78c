# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Value types that several contracts share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, Field

from odoo.addons.construction_connector_base.core.contract import Code, CodeMap, Payload, Text

MAX_LINES = 2000


def _check_unique_line_ids(lines: Sequence) -> Sequence:
    """A follow-up names a line by its id, so an id may stand for one line only."""
    seen: set[str] = set()
    for line in lines:
        if line.line_id is not None and line.line_id in seen:
            raise ValueError(f"line_id {line.line_id!r} appears more than once")
        seen.add(line.line_id)
    return lines


LineT = TypeVar("LineT")
UniqueLines = Annotated[
    list[LineT],
    Field(min_length=1, max_length=MAX_LINES),
    AfterValidator(_check_unique_line_ids),
]
"""The lines of a document: at least one, each with an id of its own."""

# Codes that stand for something in Odoo. A code map of the sender's system may translate them;
# a sender's number of a document or of a record of its own is no such code.
CostCode = Annotated[Code, CodeMap("cost_code")]
CostType = Annotated[Code, CodeMap("cost_type")]
PhaseCode = Annotated[Code, CodeMap("phase")]
UnitCode = Annotated[Code, CodeMap("uom")]
ItemCode = Annotated[Code, CodeMap("item")]
JobStatus = Annotated[
    Literal["planned", "active", "on_hold", "complete", "closed"], CodeMap("job_status")
]
PayType = Annotated[Literal["regular", "overtime", "double"], CodeMap("pay_type")]

CurrencyCode = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]


class Address(Payload):
    """A postal address; `state` is the state's code, `country` the ISO 3166 alpha-2 code."""

    street: Text | None = None
    city: Text | None = None
    zip: Text | None = None
    state: Text | None = None
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] | None = None
