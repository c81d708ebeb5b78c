# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import tagged

from ..core.lanes import Lane
from ..models import integration_claim
from .common import IntegrationCase, event
from .test_concurrency import ConcurrencyCase

KEYS, PER_KEY = 200, 100


@tagged("post_install", "-at_install")
class TestClaimOrder(IntegrationCase):
    """Which keys one drain takes, and which it leaves to others."""

    def setUp(self):
        super().setUp()
        self.claims = self.env["integration.claim"]
        self.lane = Lane(self.acme.id, self.system.id, "connection")

    def send(self, keys, first=0):
        """Messages with these keys, in this order; their ids count from ``first``."""
        self.accept(*[event(str(first + n), partitionkey=key) for n, key in enumerate(keys)])

    def claim(self):
        """Ids of the messages that the next drain would take, with their keys."""
        with self.env.cr.savepoint() as savepoint:
            rows = self.claims._claim(self.lane)
            # locks go with it, too
            savepoint.rollback()
        messages = self.Message.browse([row.id for row in rows])
        return [(int(one.external_id), one.ordering_key) for one in messages]

    def test_no_more_keys_than_needed(self):
        self.patch(integration_claim, "BATCH", 4)
        self.send("ABCABCABC")
        self.assertEqual(self.claim(), [(0, "A"), (1, "B"), (3, "A"), (4, "B")])
        self.assertEqual(self.claims._lock_keys(self.lane), {"A": 10, "B": 10})

    def test_oldest_key_first(self):
        """A small key waits for those before it, and not for those that are bigger."""
        self.patch(integration_claim, "BATCH", 2)
        self.send("AABAAAAA")
        self.env["integration.lane"]._drain(self.lane)
        self.assertEqual(self.claim(), [(2, "B"), (3, "A")])

    def test_urgent_key_before_older_ones(self):
        self.patch(integration_claim, "BATCH", 2)
        self.send("AABB")
        self.message("3").with_user(self._create_user("group_operator")).action_set_urgent()
        self.assertEqual(self.claim(), [(2, "B"), (3, "B")])

    def test_blocked_key_is_left(self):
        self.patch(integration_claim, "BATCH", 2)
        self.send("AABB")
        self.env.cr.execute(
            "UPDATE integration_message SET state = 'retry', due_at = due_at + interval '1 hour'"
            " WHERE id = %s",
            [self.message("0").id],
        )
        self.assertEqual(self.claim(), [(2, "B"), (3, "B")])

    def test_one_huge_key(self):
        self.patch(integration_claim, "BATCH", 3)
        self.patch(integration_claim, "HORIZON", 6)
        self.send("A" * 10 + "B")
        self.assertEqual(self.claim(), [(0, "A"), (1, "A"), (2, "A")])
        self.assertFalse(self.claims._has_free_key(self.lane, {"A"}))
        self.patch(integration_claim, "HORIZON", 11)
        self.assertTrue(self.claims._has_free_key(self.lane, {"A"}))

    def test_whether_a_key_is_free(self):
        self.send("AAB")
        self.assertTrue(self.claims._has_free_key(self.lane, {"A"}))
        self.assertFalse(self.claims._has_free_key(self.lane, {"A", "B"}))

    @settings(max_examples=25)
    @given(st.lists(st.sampled_from("ABCDEF"), min_size=1, max_size=25), st.integers(1, 8))
    def test_claims(self, keys, batch):
        """All due messages of the oldest keys, in order, until the batch is full."""
        batches = patch.object(integration_claim, "BATCH", batch)
        with batches, self.env.cr.savepoint() as savepoint:
            self.send(keys)
            claimed = self.claim()
            savepoint.rollback()
        self.assertEqual(len(claimed), min(batch, len(keys)))
        taken = list(dict.fromkeys(keys))[: len({key for _n, key in claimed})]
        expected = [(n, key) for n, key in enumerate(keys) if key in taken]
        self.assertEqual(claimed, expected[:batch])


@tagged("post_install", "-at_install")
class TestClaimSharing(ConcurrencyCase):
    """Several drains of one lane at the same time."""

    def send(self, env, keys):
        self.accept(env, *[event(str(n), f"{n}", partitionkey=key) for n, key in enumerate(keys)])

    def claim(self, env):
        return env["integration.claim"]._claim(self.lane)

    def test_drains_share_the_keys(self):
        with self.transaction() as env:
            for part in range(20):
                numbers = range(part * 1000, (part + 1) * 1000)
                events = [event(str(n), f"{n}", partitionkey=f"k{n % KEYS}") for n in numbers]
                self.accept(env, *events)
        with self.transaction() as one, self.transaction() as two, self.transaction() as three:
            claims = [self.claim(env) for env in (one, two, three)]
        keys = [{row.ordering_key for row in rows} for rows in claims]
        self.assertEqual([len(rows) for rows in claims], [500, 500, 500])
        self.assertEqual([len(of_drain) for of_drain in keys], [5, 5, 5])
        self.assertEqual(len(set.union(*keys)), 15)
        for rows in claims:
            self.assertEqual([row.id for row in rows], sorted(row.id for row in rows))

    def test_drain_beside_a_huge_key(self):
        self.patch(integration_claim, "BATCH", 3)
        with self.transaction() as env:
            self.send(env, ["A"] * 10 + ["B"] * 2)
        with self.transaction() as one, self.transaction() as two, self.transaction() as three:
            claims = [[row.ordering_key for row in self.claim(env)] for env in (one, two, three)]
        self.assertEqual(claims, [["A"] * 3, ["B"] * 2, []])

    def test_key_that_was_taken_in_between_is_passed_over(self):
        """What is free is found first and locked then: only the lock decides."""
        self.patch(integration_claim, "BATCH", 2)
        with self.transaction() as env:
            self.send(env, "ABAB")
        with self.transaction() as one, self.transaction() as two:
            claims = one["integration.claim"]
            found = claims._free_keys(self.lane)
            self.claim(two)
            model = self.registry["integration.claim"]
            with patch.object(model, "_free_keys", lambda claims, lane: found):
                self.assertEqual(claims._lock_keys(self.lane), {"B": 10})

    def test_help_is_called_before_the_work(self):
        self.patch(integration_claim, "BATCH", 2)
        with self.transaction() as env:
            self.send(env, "AABBCC")
            self.jobs(env).unlink()
        with self.transaction() as first:
            self.drain(first)
            with self.transaction() as env:
                self.assertEqual(len(self.jobs(env)), 1)

    def test_no_help_is_called(self):
        """There is one on its way, or nothing is left to be done that it could do."""
        self.patch(integration_claim, "BATCH", 2)
        with self.transaction() as env:
            self.send(env, "AABBA")
        with self.transaction() as env:
            self.assertEqual(self.wants_help(env), False)
            self.jobs(env).unlink()
        with self.transaction() as env:
            self.assertEqual(self.wants_help(env), True)
            with self.transaction() as other:
                self.assertEqual(self.wants_help(other), False)

    def wants_help(self, env):
        return env["integration.lane"]._wants_help(self.lane, self.claim(env))

    def test_helpers_do_not_add_up(self):
        self.patch(integration_claim, "BATCH", 1)
        with self.transaction() as env:
            self.send(env, [f"k{n}" for n in range(12)])
        for _n in range(10):
            with self.transaction() as env:
                # the runner gives one to a worker
                self.jobs(env)[:1].unlink()
            with self.transaction() as env:
                self.drain(env)
            with self.transaction() as env:
                self.assertIn(len(self.jobs(env)), (1, 2))
