# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dataclasses import replace
from decimal import Decimal
from typing import Annotated, Literal

from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import Field, ValidationError

from odoo.tests import BaseCase, TransactionCase, tagged

from ..core.contract import (
    Code,
    Day,
    Moment,
    Money,
    Payload,
    Percent,
    Quantity,
    Text,
    get,
    installed,
)
from ..core.schema import FieldRow, contract_schema, field_rows
from .common import PING


class Line(Payload):
    """One line."""

    amount: Money = Field(description="Without tax.")
    hours: Annotated[Quantity, Field(gt=0, le=24)]


class Sheet(Payload):
    code: Code
    kind: Literal["a", "b"] = "a"
    discount: Percent | None = None
    cost: Money | None = None
    day: Day | None = None
    moment: Moment | None = None
    count: Annotated[int, Field(ge=0)] = 0
    final: bool = False
    tags: list[Text] = []
    lines: Annotated[list[Line], Field(min_length=1, max_length=5)]


SHEET = replace(get(PING), payload=Sheet, example={"code": "1"})
SCHEMA = contract_schema(SHEET)
VALID = {"code": "1", "lines": [{"amount": "10.00", "hours": 8}]}
DIGITS = st.text(alphabet="0123456789", min_size=1, max_size=12)
DECIMALS = (
    st.decimals(allow_nan=False, allow_infinity=False).map(str)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.integers()
    | st.text(alphabet="0123456789.-+eE _", max_size=22)
    | st.none()
    | st.booleans()
)


@tagged("post_install", "-at_install")
class TestSchema(BaseCase):
    def is_valid(self, data):
        return Draft202012Validator(SCHEMA).is_valid(data)

    def test_stands_for_itself(self):
        Draft202012Validator.check_schema(SCHEMA)
        self.assertEqual(SCHEMA["$schema"], "https://json-schema.org/draft/2020-12/schema")
        self.assertEqual(SCHEMA["title"], PING)
        self.assertEqual(SCHEMA["examples"], [{"code": "1"}])
        self.assertEqual(list(SCHEMA["$defs"]), ["Line"])

    def test_is_the_same_in_each_process(self):
        # the reader of a page is told that it has not changed by a digest over it
        self.assertEqual(
            list(SCHEMA),
            [
                "$schema",
                "$id",
                "title",
                "description",
                "examples",
                "additionalProperties",
                "properties",
                "required",
                "type",
                "$defs",
            ],
        )

    def test_judges_as_the_model_does(self):
        table = [
            (True, {}),
            (True, {"cost": None, "discount": "5", "kind": "b", "day": "2026-03-02"}),
            (False, {"other": 1}),
            (False, {"code": ""}),
            (False, {"code": None}),
            (False, {"kind": "c"}),
            (False, {"discount": 100.5}),
            (False, {"discount": "-1"}),
            (False, {"cost": "1,000.00"}),
            (False, {"cost": "1234567890123"}),
            (False, {"cost": True}),
            (False, {"count": -1}),
            (False, {"tags": "a"}),
            (False, {"lines": []}),
            (False, {"lines": [{"amount": 1}]}),
            (False, {"lines": [{"amount": 1, "hours": 0}]}),
            (False, {"lines": [{"amount": 1, "hours": 25}]}),
        ]
        for expected, changes in table:
            with self.subTest(changes):
                data = VALID | changes
                self.assertEqual(self.is_valid(data), expected)
                try:
                    Sheet.model_validate(data)
                except ValidationError:
                    self.assertFalse(expected)
                else:
                    self.assertTrue(expected)

    @settings(deadline=None)
    @given(st.sampled_from(["", "-"]), DIGITS, st.integers(0, 6))
    def test_each_decimal_string_of_the_schema_is_taken(self, sign, digits, places):
        written = f"{sign}{digits}" + (f".{digits[:places]}" if places else "")
        data = VALID | {"cost": written}
        self.assertTrue(self.is_valid(data))
        self.assertEqual(Sheet.model_validate(data).cost, Decimal(written))

    @settings(deadline=None)
    @given(DECIMALS)
    def test_what_is_no_decimal_is_no_decimal_in_the_schema(self, value):
        data = VALID | {"cost": value}
        if not self.is_valid(data):
            return
        try:
            Sheet.model_validate(data)
        except ValidationError as error:
            # what a schema cannot say: digits that a float has lost, and its bounds in digits
            self.assertNotIsInstance(value, str)
            self.assertLessEqual(
                {one["type"] for one in error.errors()},
                {
                    "inexact_number",
                    "decimal_max_digits",
                    "decimal_max_places",
                    "decimal_whole_digits",
                },
            )

    def test_field_table(self):
        rows = {row.path: row for row in field_rows(SCHEMA)}
        self.assertEqual(rows["code"], FieldRow("code", "text, at most 128 characters", True, ""))
        self.assertEqual(
            rows["lines[].amount"], FieldRow("lines[].amount", "decimal", True, "Without tax.")
        )
        self.assertEqual(
            rows["cost"], FieldRow("cost", "decimal", False, "In the document's currency.")
        )
        self.assertEqual(
            {path: row.type for path, row in rows.items()},
            {
                "code": "text, at most 128 characters",
                "kind": "one of a, b",
                "discount": "decimal, 0 to 100",
                "cost": "decimal",
                "day": "date",
                "moment": "date and time",
                "count": "whole number, at least 0",
                "final": "true or false",
                "tags[]": "list of text, at most 512 characters",
                "lines[]": "list of objects, 1 to 5",
                "lines[].amount": "decimal",
                "lines[].hours": "decimal, more than 0, at most 24",
            },
        )


@tagged("post_install", "-at_install")
class TestSchemasOfContracts(TransactionCase):
    def test_examples_fit_their_schemas(self):
        for contract in installed(self.env):
            with self.subTest(contract.type, direction=contract.direction):
                schema = contract_schema(contract)
                Draft202012Validator.check_schema(schema)
                Draft202012Validator(schema).validate(contract.example)
                self.assertTrue(field_rows(schema))
