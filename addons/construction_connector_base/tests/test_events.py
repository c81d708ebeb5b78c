# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import random
from dataclasses import replace
from datetime import date
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from odoo.tests import BaseCase, tagged

from ..core import intake, states
from ..core.backoff import CAP_SECONDS, full_jitter
from ..core.contract import get
from ..core.digest import digest
from ..core.envelope import Envelope
from ..core.intake import Checked, check
from ..core.routing import Routing, Span
from .common import PING, event, registered

ROUTING = Routing(
    system_id=1,
    code="field",
    types=frozenset({PING}),
    company_id=1,
    entities={"B": (Span(2),)},
    handlers=frozenset({"integration.handler.ping"}),
)
TODAY = date(2026, 3, 2)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)


@tagged("post_install", "-at_install")
class TestEnvelope(BaseCase):
    def test_refusals(self):
        table = [
            ("/specversion", {"specversion": "0.3"}),
            ("/id", {"id": ""}),
            ("/time", {"time": "2026-03-02T08:00:00"}),
            ("/time", {"time": "yesterday"}),
            ("/data", {"data": "text"}),
            ("/sequence", {"sequence": -1}),
            ("/sequence", {"sequence": "1e3"}),
            ("/sequence", {"sequence": 10**30}),
            ("/traceparent", {"traceparent": "00-xyz"}),
            ("/subjekt", {"subjekt": "misspelt"}),
            ("/datacontenttype", {"datacontenttype": "text/xml"}),
        ]
        for pointer, attributes in table:
            with self.subTest(attributes):
                result = check(event("1", **attributes), ROUTING, TODAY)
                self.assertEqual([error.pointer for error in result.errors], [pointer])

    def test_sequence_as_digits(self):
        self.assertEqual(Envelope.model_validate(event("1", sequence="42")).sequence, 42)

    def test_time_may_have_any_zone(self):
        checked = check(event("1", time="2026-03-02T08:00:00+02:00"), ROUTING, TODAY)
        self.assertIsInstance(checked, Checked)

    def test_frozen(self):
        with self.assertRaises(ValidationError):
            Envelope.model_validate(event("1")).id = "2"


@tagged("post_install", "-at_install")
class TestCheck(BaseCase):
    def codes(self, *args, **attributes):
        return [
            error.code for error in check(event("1", *args, **attributes), ROUTING, TODAY).errors
        ]

    def test_valid(self):
        checked = check(event("1", subject="S", partitionkey="K", entity="B"), ROUTING, TODAY)
        self.assertEqual((checked.company_id, checked.ordering_key), (2, "K"))

    def test_default_ordering_key_is_the_contracts(self):
        self.assertEqual(check(event("1"), ROUTING, TODAY).ordering_key, "ping")

    def test_who_may_send_what(self):
        table = [
            (["source.mismatch"], {"source": "other"}),
            (["type.unknown"], {"type": "construction.nothing.v1"}),
            (["entity.unknown"], {"entity": "Z"}),
        ]
        for codes, attributes in table:
            with self.subTest(attributes):
                self.assertEqual(self.codes(**attributes), codes)

    def test_type_out_of_scope(self):
        routing = replace(ROUTING, types=frozenset())
        self.assertEqual(check(event("1"), routing, TODAY).errors[0].code, "type.scope")

    def test_type_whose_handler_is_not_installed(self):
        routing = replace(ROUTING, handlers=frozenset())
        self.assertEqual(check(event("1"), routing, TODAY).errors[0].code, "type.unknown")

    def test_type_after_its_sunset(self):
        ping = get(PING)
        ends = {"deprecated_on": date(2026, 1, 1), "sunset_on": TODAY}
        with registered(replace(ping, **ends)):
            [error] = check(event("1"), ROUTING, TODAY).errors
            self.assertEqual((error.pointer, error.code), ("/type", "type.sunset"))
            self.assertEqual(error.detail, "This type is no longer taken")
            self.assertIsInstance(check(event("1"), ROUTING, date(2026, 3, 1)), Checked)
        with registered(replace(ping, upcast=dict, **ends), replace(ping, version=2)):
            [error] = check(event("1"), ROUTING, TODAY).errors
            self.assertIn("send construction.ping.sent.v2", error.detail)

    def test_field_of_data_is_named(self):
        result = check(event("1", data={"text": 5}), ROUTING, TODAY)
        self.assertEqual(result.errors[0].pointer, "/data/text")

    def test_nul_in_a_key_of_data(self):
        payload = type("Loose", (get(PING).payload,), {"model_config": {"extra": "allow"}})
        with patch.object(intake.contracts, "get") as get_contract:
            contract = get(PING)
            get_contract.return_value = replace(contract, payload=payload)
            result = check(event("1", data={"text": "x", "a\x00": "y"}), ROUTING, TODAY)
        self.assertEqual(result.errors[0].code, "schema.nul_character")

    def test_fault_in_a_contract_costs_one_event(self):
        def faulty(data):
            raise KeyError("bug")

        contract = get(PING)
        broken = replace(contract, ordering_key=faulty)
        with (
            patch.object(intake.contracts, "get", return_value=broken),
            self.assertLogs(intake.__name__, "ERROR"),
        ):
            self.assertEqual(check(event("1"), ROUTING, TODAY).errors[0].code, "contract.fault")

    @given(JSON)
    def test_any_json_gets_an_answer(self, value):
        self.assertEqual(check(value, ROUTING, TODAY).status, "rejected")

    @given(st.sampled_from(sorted(event("1"))), JSON)
    def test_any_attribute_gets_an_answer(self, name, value):
        self.assertIsInstance(
            check(event("1") | {name: value}, ROUTING, TODAY), Checked | intake.Result
        )


@tagged("post_install", "-at_install")
class TestDigest(BaseCase):
    def test_key_order_does_not_matter(self):
        first = event("1")
        self.assertEqual(digest(first), digest(dict(reversed(first.items()))))

    def test_each_attribute_matters(self):
        for name in event("1"):
            with self.subTest(name):
                self.assertNotEqual(digest(event("1")), digest(event("1") | {name: "other"}))


@tagged("post_install", "-at_install")
class TestBackoff(BaseCase):
    @given(st.integers(-1, 10_000), st.integers())
    def test_within_the_limit_of_the_attempt(self, attempt, seed):
        pause = full_jitter(attempt, rng=random.Random(seed))
        limit = 5.0 * 2 ** min(max(attempt, 1) - 1, 32)
        self.assertTrue(0 <= pause <= min(limit, CAP_SECONDS))

    def test_attempts_spread(self):
        pauses = {full_jitter(3, rng=random.Random(seed)) for seed in range(20)}
        self.assertEqual(len(pauses), 20)


@tagged("post_install", "-at_install")
class TestStates(BaseCase):
    def test_ends_have_no_way_out(self):
        for state in (states.DONE, states.REJECTED, states.SUPERSEDED):
            self.assertEqual(states.TRANSITIONS[state], frozenset())

    def test_each_state_can_be_reached(self):
        reached = frozenset().union(*states.TRANSITIONS.values())
        self.assertEqual(reached, frozenset(states.TRANSITIONS))

    def test_sources(self):
        self.assertEqual(states.sources(states.DONE), {states.RECEIVED, states.RETRY})

    def test_replay_leads_out_of_ends_into_the_queue_only(self):
        for state in states.TRANSITIONS:
            added = states.sources(state, is_replay=True) - states.sources(state)
            is_queue = state in (states.RECEIVED, states.PENDING)
            self.assertTrue(added <= states.REPLAYABLE if is_queue else not added)
        self.assertLessEqual(states.REPLAYABLE, states.sources(states.RECEIVED, is_replay=True))
