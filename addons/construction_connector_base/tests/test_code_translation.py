# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date, timedelta
from typing import Annotated, Literal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..core.codes import MapVersion, MissingCode, Translator, find_problems, in_effect
from ..core.coding import domains, fixed_values, translate
from ..core.contract import Code, CodeMap, Payload

# a busy machine is no failure
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
CODES = st.text("ABC019-", min_size=1, max_size=4)
PAIRS = st.dictionaries(CODES, CODES, max_size=8).map(lambda table: sorted(table.items()))
DAYS = st.none() | st.dates(date(2025, 1, 1), date(2026, 12, 31))
CostCode = Annotated[Code, CodeMap("cost_code")]


class Place(Payload):
    status: Annotated[Literal["open", "closed"], CodeMap("status")] = "open"


class Line(Payload):
    line_id: Code
    cost_code: CostCode | None = None
    others: list[CostCode] = []


class Document(Payload):
    number: Code
    place: Place | None = None
    lines: list[Line] = []


class Plain(Payload):
    number: Code


def version(id_=1, rank=0, direction="both", effective_from=None, map_id=None, domain="uom"):
    return MapVersion(id_, map_id or id_, id_, domain, rank, direction, effective_from)


@tagged("post_install", "-at_install")
class TestTranslator(BaseCase):
    @UNHURRIED
    @given(st.lists(PAIRS, min_size=1, max_size=4), CODES)
    def test_most_specific_wins(self, tables, value):
        layers = [(version(i + 1, rank=i, direction="inbound"), t) for i, t in enumerate(tables)]
        knowing = [dict(table)[value] for table in tables if value in dict(table)]
        # the order in which the layers come does not matter
        for given_layers in (layers, layers[::-1]):
            translator = Translator(given_layers)
            self.assertEqual(translator.known("uom", value), knowing[-1] if knowing else value)
            if knowing:
                self.assertEqual(translator.translate("uom", value), knowing[-1])
            else:
                with self.assertRaises(MissingCode):
                    translator.translate("uom", value)

    @UNHURRIED
    @given(PAIRS)
    def test_reverse_of_forward_is_identity(self, pairs):
        translator = Translator([(version(), pairs)])
        if not find_problems(pairs, "both"):
            for external, _code in pairs:
                there = translator.translate("uom", external)
                self.assertEqual(translator.reverse("uom", there), external)

    @UNHURRIED
    @given(st.lists(PAIRS, min_size=1, max_size=4))
    def test_what_is_sent_is_read_the_same(self, tables):
        layers = [(version(i + 1, rank=i), table) for i, table in enumerate(tables)]
        translator = Translator(layers)
        for table in tables:
            for _external, code in table:
                try:
                    sent = translator.reverse("uom", code)
                except MissingCode:
                    continue
                self.assertEqual(translator.translate("uom", sent), code)

    @UNHURRIED
    @given(st.lists(DAYS, max_size=6), st.dates(date(2025, 1, 1), date(2026, 12, 31)))
    def test_version_in_effect(self, begins, on):
        versions = [version(i + 1, effective_from=day, map_id=7) for i, day in enumerate(begins)]
        began = [v for v in versions if v.effective_from is None or v.effective_from <= on]
        found = in_effect(versions, on)
        self.assertEqual(len(found), 1 if began else 0)
        for other in began:
            self.assertGreaterEqual(
                (found[0].effective_from or date.min, found[0].number),
                (other.effective_from or date.min, other.number),
            )

    def test_effect_begins_on_its_day(self):
        old, new = version(1, map_id=7), version(2, map_id=7, effective_from=date(2026, 4, 1))
        self.assertEqual(in_effect([new, old], date(2026, 3, 31)), [old])
        self.assertEqual(in_effect([new, old], date(2026, 3, 31) + timedelta(1)), [new])

    def test_one_way_maps(self):
        both = Translator([(version(direction="inbound"), [("CY", "yd3")])])
        with self.assertRaises(MissingCode):
            both.reverse("uom", "yd3")
        outbound = Translator([(version(direction="outbound"), [("CY", "yd3")])])
        self.assertEqual(outbound.reverse("uom", "yd3"), "CY")
        self.assertEqual(outbound.known("uom", "CY"), "CY")

    def test_problems(self):
        pairs = [("A", "1"), ("A", "2"), ("B", "1"), ("", "3")]
        self.assertEqual(
            [(one.index, one.kind) for one in find_problems(pairs, "both", {"1", "2"})],
            [(1, "external_twice"), (2, "code_twice"), (3, "empty"), (3, "not_allowed")],
        )
        self.assertEqual([p.kind for p in find_problems(pairs[:3], "inbound")], ["external_twice"])
        self.assertEqual([p.kind for p in find_problems(pairs[:3], "outbound")], ["code_twice"])

    def test_versions_that_answer(self):
        translator = Translator([(version(4), []), (version(2, rank=3), [])])
        self.assertEqual(translator.versions(["uom", "phase"]), {"uom": [2, 4]})
        self.assertEqual(translator.versions(), {"uom": [2, 4]})
        self.assertEqual(translator.versions(["phase"]), {})


@tagged("post_install", "-at_install")
class TestCoding(BaseCase):
    def find(self, domain, value):
        return {("cost_code", "100"): "03-300", ("status", "open"): "closed"}.get(
            (domain, value), value
        )

    def test_domains(self):
        self.assertEqual(domains(Document), {"cost_code", "status"})
        self.assertEqual(domains(Plain), frozenset())
        self.assertEqual(fixed_values(Document), {"status": ("open", "closed")})

    def test_nested_codes_are_replaced(self):
        data = Document.model_validate(
            {
                "number": "100",
                "place": {"status": "open"},
                "lines": [
                    {"line_id": "100", "cost_code": "100", "others": ["9", "100"]},
                    {"line_id": "2", "cost_code": None},
                    {"line_id": "3"},
                ],
            }
        )
        new = translate(data, self.find)
        self.assertEqual((new.number, new.place.status), ("100", "closed"))
        self.assertEqual([line.cost_code for line in new.lines], ["03-300", None, None])
        self.assertEqual(new.lines[0].line_id, "100")
        self.assertEqual(new.lines[0].others, ["9", "03-300"])
        self.assertEqual([line.model_fields_set for line in new.lines],
                         [line.model_fields_set for line in data.lines])  # fmt: skip
        self.assertEqual(data.lines[0].cost_code, "100")

    def test_nothing_to_replace(self):
        data = Document(number="1", place=Place(), lines=[Line(line_id="1", cost_code="7")])
        self.assertIs(translate(data, self.find), data)
