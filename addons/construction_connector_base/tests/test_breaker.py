# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..core.adapter import Outcome
from .outbox_common import OutboxCase


@tagged("post_install", "-at_install")
class TestBreaker(OutboxCase):
    def break_it(self):
        """Five failures, one after the other, open the breaker."""
        self.fake.behave("error")
        self.publish(*[f"T{n}" for n in range(8)])
        self.drain()

    def test_opens_and_costs_no_attempt(self):
        self.break_it()
        self.assertEqual(len(self.fake.log), 5)
        self.assertEqual(self.shop.breaker_state, "open")
        self.assertEqual(self.sent_states(), ["retry"] * 5 + ["pending"] * 3)
        rest = self.outbound()[5:]
        self.assertEqual(rest.mapped("attempts"), [0, 0, 0])
        self.assertGreater(
            min(rest.mapped("due_at")), fields.Datetime.now() + timedelta(seconds=20)
        )

    def test_nothing_goes_out_while_open(self):
        self.break_it()
        self.publish("new")
        self.drain()
        self.assertEqual(len(self.fake.log), 5)
        self.assertEqual(self.outbound()[-1].attempts, 0)
        self.assertGreater(self.outbound()[-1].due_at, fields.Datetime.now())

    def test_one_probe_then_the_rest(self):
        self.break_it()
        self.fake.behave("ok")
        self.make_due()
        self.drain()
        self.assertEqual(set(self.sent_states()), {"delivered"})
        self.assertEqual(self.shop.breaker_state, "closed")

    def test_failed_probe_opens_longer(self):
        self.break_it()
        self.make_due()
        self.drain()
        self.assertEqual(len(self.fake.log), 6)
        self.assertEqual(self.shop.breaker_state, "open")
        self.assertGreater(self.shop.breaker_until, fields.Datetime.now() + timedelta(seconds=50))

    def test_only_one_call_probes(self):
        self.break_it()
        self.make_due()
        with self.env["integration.attempt"]._journal() as journal:
            breaker = journal.env["integration.breaker"]
            self.assertTrue(breaker._admit(self.shop.id).probe)
            second = breaker._admit(self.shop.id)
        self.assertFalse(second.probe)
        self.assertTrue(second.until)

    def test_refusals_do_not_open(self):
        self.fake.behave("refuse")
        self.publish(*[f"T{n}" for n in range(8)])
        self.drain()
        self.assertEqual(self.shop.breaker_state, "closed")
        self.assertEqual(len(self.fake.log), 8)

    def test_other_systems_go_on(self):
        self.break_it()
        with self.env["integration.attempt"]._journal() as journal:
            self.assertFalse(journal.env["integration.breaker"]._admit(self.system.id).until)

    def test_closed_by_hand(self):
        self.break_it()
        self.fake.behave("ok")
        with self.assertRaises(AccessError):
            self.shop.with_user(self._create_user("group_operator")).action_close_breaker()
        self.shop.with_user(self._create_user("group_manager")).action_close_breaker()
        self.assertEqual(self.shop.breaker_state, "closed")
        self.drain()
        self.assertEqual(self.outbound()[5:].mapped("state"), ["delivered"] * 3)
        steps = self.env["integration.audit.entry"].search([("step", "like", "breaker.%")])
        self.assertEqual(
            steps.sorted("id").mapped("step"), ["breaker.opened", "breaker.closed", "breaker.reset"]
        )

    def test_closing_forgets_old_failures(self):
        self.break_it()
        self.shop.action_close_breaker()
        self.make_due()
        with self.env["integration.attempt"]._journal() as journal:
            [attempt] = journal._open(self.shop.id, "pull", [])
            journal._close([attempt], Outcome("retry"))
            breaker = journal.env["integration.breaker"]
            admission = breaker._admit(self.shop.id)
            self.assertIsNone(breaker._learn(self.shop.id, admission, Outcome("retry")))


@tagged("post_install", "-at_install")
class TestRateLimit(OutboxCase):
    def test_no_more_than_allowed(self):
        self.shop.outgoing_per_minute = 3
        self.publish(*[f"T{n}" for n in range(5)])
        self.drain()
        self.assertEqual(self.things(), ["T0", "T1", "T2"])
        rest = self.outbound()[3:]
        self.assertEqual(rest.mapped("state"), ["pending", "pending"])
        self.assertGreater(
            min(rest.mapped("due_at")), fields.Datetime.now() + timedelta(seconds=30)
        )

    def test_goes_on_when_the_minute_is_over(self):
        self.shop.outgoing_per_minute = 3
        self.publish(*[f"T{n}" for n in range(5)])
        self.drain()
        self.env.cr.execute(
            "UPDATE integration_attempt SET started_at = started_at - interval '2 minutes'"
        )
        self.make_due()
        self.drain()
        self.assertEqual(set(self.sent_states()), {"delivered"})

    def test_zero_is_no_limit(self):
        self.publish(*[f"T{n}" for n in range(20)])
        self.drain()
        self.assertEqual(len(self.fake.log), 20)
