# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import doctest
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..core import lanes
from ..core.errors import TransientError
from ..core.lanes import Claimed, Lane, in_sequence
from ..models import integration_claim
from .common import IntegrationCase, event

ROWS = st.lists(st.tuples(st.sampled_from("AB"), st.none() | st.integers(0, 9)), max_size=30)


@tagged("post_install", "-at_install")
class TestSequence(BaseCase):
    def arranged(self, rows):
        claimed = [Claimed(n, key, "type", str(n), count) for n, (key, count) in enumerate(rows)]
        return claimed, in_sequence(claimed)

    def test_examples(self):
        self.assertFalse(doctest.testmod(lanes).failed)

    @given(ROWS)
    def test_counted_rows_of_a_key_are_in_order(self, rows):
        claimed, arranged = self.arranged(rows)
        self.assertEqual(sorted(arranged, key=lambda row: row.id), claimed)
        for key in "AB":
            counts = [row.sequence for row in arranged if row.ordering_key == key]
            counts = [count for count in counts if count is not None]
            self.assertEqual(counts, sorted(counts))

    @given(ROWS)
    def test_nothing_else_moves(self, rows):
        claimed, arranged = self.arranged(rows)
        for before, after in zip(claimed, arranged, strict=True):
            self.assertEqual(before.ordering_key, after.ordering_key)
            if before.sequence is None:
                self.assertEqual(before, after)

    @given(ROWS)
    def test_same_count_keeps_the_order_of_arrival(self, rows):
        _claimed, arranged = self.arranged([(key, count and 1) for key, count in rows])
        for key in "AB":
            ids = [row.id for row in arranged if row.ordering_key == key and row.sequence == 1]
            self.assertEqual(ids, sorted(ids))


@tagged("post_install", "-at_install")
class TestOrder(IntegrationCase):
    """Which of the due messages are applied first."""

    def setUp(self):
        super().setUp()
        self.lane = Lane(self.acme.id, self.system.id, "connection")
        self.operator = self._create_user("group_operator")
        self.applied = []

    def drain_once(self, batch=500):
        def apply(handler, items):
            self.applied += [item.message.external_id for item in items]

        with self.handle(_apply=apply), patch.object(integration_claim, "BATCH", batch):
            self.env["integration.lane"]._drain(self.lane)

    def send(self, *ids, key, **attributes):
        self.accept(*[event(id_, id_, partitionkey=key, **attributes) for id_ in ids])

    def urge(self, external_id):
        self.message(external_id).with_user(self.operator).action_set_urgent()

    def test_urgent_key_passes_others(self):
        self.send("a1", "a2", "a3", key="A")
        self.send("b1", key="B")
        self.urge("b1")
        self.drain_once(batch=1)
        self.assertEqual(self.applied, ["b1"])

    def test_urgent_message_does_not_pass_its_own_key(self):
        self.send("a1", "a2", key="A")
        self.send("b1", "b2", key="B")
        self.urge("b2")
        self.drain_once(batch=2)
        self.assertEqual(self.applied, ["b1", "b2"])
        self.drain_once()
        self.assertEqual(self.applied, ["b1", "b2", "a1", "a2"])

    def test_low_priority_comes_last(self):
        self.send("a1", key="A")
        self.send("b1", key="B")
        self.message("a1").with_user(self.operator).action_set_low()
        self.drain_once(batch=1)
        self.drain_once(batch=1)
        self.assertEqual(self.applied, ["b1", "a1"])

    def test_sender_counts_its_messages(self):
        for id_, count in (("third", 3), ("first", "1"), ("second", 2)):
            self.send(id_, key="K", sequence=count)
        self.drain_once()
        self.assertEqual(self.applied, ["first", "second", "third"])

    def test_later_count_waits_for_the_next_try_of_an_earlier(self):
        def fail_first(handler, items):
            if any(item.data.text == "first" for item in items):
                raise TransientError("not now")

        self.send("second", key="K", sequence=2)
        self.send("first", key="K", sequence=1)
        with self.handle(_apply=fail_first):
            self.drain()
        self.assertEqual(self.states(), {"second": "received", "first": "retry"})
        self.make_due()
        self.drain_once()
        self.assertEqual(self.applied, ["first", "second"])
