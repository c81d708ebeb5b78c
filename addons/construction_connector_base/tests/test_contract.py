# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import doctest
from decimal import Decimal

import orjson
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from odoo.tests import BaseCase, tagged

from ..core import digest, errors, identifiers, lanes
from ..core.contract import Code, Day, Moment, Money, Payload, Percent, Quantity, Text


class Sample(Payload):
    code: Code | None = None
    text: Text | None = None
    amount: Money | None = None
    quantity: Quantity | None = None
    percent: Percent | None = None
    day: Day | None = None
    moment: Moment | None = None


@tagged("post_install", "-at_install")
class TestPayload(BaseCase):
    def assertRefused(self, kind: str, **data):
        with self.assertRaises(ValidationError) as caught:
            Sample.model_validate(data)
        self.assertEqual([error["type"] for error in caught.exception.errors()], [kind])

    def test_doctests(self):
        for module in (digest, errors, identifiers, lanes):
            result = doctest.testmod(module)
            self.assertGreater(result.attempted, 0)
            self.assertEqual(result.failed, 0)

    def test_values_are_kept_as_sent(self):
        sample = Sample.model_validate({"code": "0012", "text": " a ", "amount": "10.10"})
        self.assertEqual((sample.code, sample.text), ("0012", " a "))
        self.assertEqual(sample.amount, Decimal("10.10"))

    def test_null_differs_from_omitted(self):
        self.assertEqual(Sample.model_validate({"code": None}).model_fields_set, {"code"})

    def test_refusals(self):
        table = [
            ("extra_forbidden", {"other": 1}),
            ("string_too_short", {"code": ""}),
            ("string_too_long", {"code": "x" * 129}),
            ("string_too_long", {"text": "x" * 513}),
            ("string_type", {"code": 12}),  # a number has lost its leading zeros
            ("nul_character", {"text": "a\x00b"}),
            ("finite_number", {"amount": "NaN"}),
            ("finite_number", {"amount": "Infinity"}),
            ("decimal_type", {"amount": True}),
            ("decimal_max_digits", {"amount": "1234567890123456789"}),
            ("decimal_max_places", {"amount": "0.0000001"}),
            ("inexact_number", {"amount": 12345678901234.567}),
            ("less_than_equal", {"percent": "100.1"}),
            ("greater_than_equal", {"percent": -1}),
            ("date_type", {"day": 20260302}),
            ("date_from_datetime_parsing", {"day": "2026-02-30x"}),
            ("implausible_date", {"day": "0001-01-01"}),
            ("timezone_aware", {"moment": "2026-03-02T08:00:00"}),
            ("datetime_type", {"moment": 1767225600}),
            ("implausible_date", {"moment": "9999-12-31T23:59:59-12:00"}),
        ]
        for kind, data in table:
            with self.subTest(kind=kind, data=data):
                self.assertRefused(kind, **data)

    @given(st.decimals(allow_nan=False, allow_infinity=False, places=2, max_value=10**12))
    def test_numbers_with_few_digits_survive_json(self, amount):
        if abs(amount) >= 10**12:
            return
        for written in (str(amount), float(amount)):
            data = orjson.loads(orjson.dumps({"amount": written}))
            self.assertEqual(Sample.model_validate(data).amount, amount)

    def test_payload_cannot_be_changed(self):
        with self.assertRaises(ValidationError):
            Sample().code = "x"

    def test_error_does_not_repeat_the_input(self):
        with self.assertRaises(ValidationError) as caught:
            Sample.model_validate({"amount": "secret"})
        self.assertNotIn("secret", str(caught.exception))

    def test_errors_are_limited(self):
        with self.assertRaises(ValidationError) as caught:
            Sample.model_validate({f"field{n}": n for n in range(100)})
        self.assertEqual(len(errors.field_errors(caught.exception)), errors.MAX_ERRORS)
