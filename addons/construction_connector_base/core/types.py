# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Annotated types from which the payload models of contracts are made.

They refuse at the door what a database or a ledger cannot hold exactly: NUL characters,
unbounded text, infinite or overlong numbers, numbers whose digits JSON floats have already lost.
"""

from dataclasses import dataclass
from datetime import date, datetime, timezone
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

#: A JSON number with more significant digits does not survive binary floating point.
FLOAT_DIGITS = 15

#: Of a decimal, before and after the point together, and after it.
MAX_DIGITS, DECIMAL_PLACES = 18, 6

FIRST_YEAR, LAST_YEAR = 1900, 2999


@dataclass(frozen=True)
class CodeMap:
    """Marks a payload field whose values are codes of a domain: ``Annotated[Code, CodeMap("uom")]``.

    Before a handler sees the payload, the values that the sender's code maps know are replaced by
    ours; others pass as they are.
    """

    domain: str


def _refuse_nul(value: str) -> str:
    if "\x00" in value:
        raise PydanticCustomError("nul_character", "NUL characters are not allowed")
    return value


def exact_decimal(value: Any) -> Any:
    """Turn a JSON float into the decimal that was written, or refuse it.

    Strings, integers and decimals pass unchanged; pydantic judges them afterwards.
    """
    if isinstance(value, bool):
        raise PydanticCustomError("decimal_type", "A number or a decimal string is expected")
    if not isinstance(value, float):
        return value
    number = Decimal(repr(value))
    if number.is_finite() and len(number.as_tuple().digits) > FLOAT_DIGITS:
        raise PydanticCustomError(
            "inexact_number",
            "A number with more than {digits} digits loses its last ones: send it as a string",
            {"digits": FLOAT_DIGITS},
        )
    return number


def _written_date(value: Any) -> Any:
    # pydantic would take a bare number as seconds since 1970
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if not isinstance(value, str):
        raise PydanticCustomError("date_type", "A date as YYYY-MM-DD is expected")
    return value


def _written_moment(value: Any) -> Any:
    if not isinstance(value, str | datetime):
        raise PydanticCustomError("datetime_type", "A date and time with time zone is expected")
    return value


def _plausible(value: date) -> date:
    # outside these years a time zone shift or a report overflows
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise PydanticCustomError(
            "implausible_date",
            "The year must be from {first} to {last}",
            {"first": FIRST_YEAR, "last": LAST_YEAR},
        )
    return value


def to_utc(value: datetime) -> datetime:
    """The same instant in UTC without time zone, as Odoo stores it."""
    return value.astimezone(timezone.utc).replace(tzinfo=None)


_Clean = AfterValidator(_refuse_nul)

Code = Annotated[str, StringConstraints(min_length=1, max_length=128), _Clean]
"""An identifier or a code: kept as sent, leading zeros and case included."""

Text = Annotated[str, StringConstraints(max_length=512), _Clean]
"""One line of text."""

LongText = Annotated[str, StringConstraints(max_length=20_000), _Clean]
"""Notes and descriptions of several lines."""

_Exact = BeforeValidator(exact_decimal)
_Bounds = Field(max_digits=MAX_DIGITS, decimal_places=DECIMAL_PLACES, allow_inf_nan=False)

Money = Annotated[Decimal, Field(description="In the document's currency."), _Bounds, _Exact]
"""An amount in the document's currency: a decimal string or number."""

Quantity = Annotated[Decimal, _Bounds, _Exact]
"""A quantity; its unit stands beside it."""

Percent = Annotated[
    Decimal,
    Field(description="Per cent: 5 is 5 %."),
    Field(ge=0, le=100, max_digits=9, decimal_places=DECIMAL_PLACES, allow_inf_nan=False),
    _Exact,
]
"""A percentage from 0 to 100."""

Day = Annotated[date, BeforeValidator(_written_date), AfterValidator(_plausible)]
"""A calendar date, YYYY-MM-DD."""

Moment = Annotated[AwareDatetime, BeforeValidator(_written_moment), AfterValidator(_plausible)]
"""An instant with its time zone, ISO 8601."""
