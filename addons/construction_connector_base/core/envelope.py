# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The CloudEvents 1.0 envelope as this product takes it."""

import re
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from .types import Code, Moment, Text

MAX_SEQUENCE = 2**63 - 1


def _whole_number(value: Any) -> Any:
    # the sequence extension of CloudEvents is a string; many senders use a number
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise PydanticCustomError("sequence_type", "A whole number is expected")
    if isinstance(value, str) and not (value.isascii() and value.isdigit()):
        raise PydanticCustomError("sequence_type", "A whole number is expected")
    return int(value) if len(str(value)) < 20 else MAX_SEQUENCE + 1


Sequence = Annotated[int, BeforeValidator(_whole_number), Field(ge=0, le=MAX_SEQUENCE)]
#: W3C trace context.
TRACEPARENT = re.compile(r"[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")
TraceParent = Annotated[str, StringConstraints(pattern=f"^{TRACEPARENT.pattern}$")]


class Envelope(BaseModel):
    """The attributes of an event; ``data`` is judged by the contract of its ``type``.

    An attribute that is not listed here is refused, so that a misspelt one is noticed.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    specversion: Literal["1.0"]
    id: Code
    source: Code
    type: Code
    time: Moment
    data: dict[str, Any]
    subject: Text | None = None
    partitionkey: Code | None = None
    sequence: Sequence | None = None
    entity: Code | None = None
    traceparent: TraceParent | None = None
    datacontenttype: Literal["application/json"] | None = None
    dataschema: Text | None = None
