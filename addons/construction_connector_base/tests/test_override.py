# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

import psycopg2.errors

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import IntegrationCase, event


@tagged("post_install", "-at_install")
class TestOverride(IntegrationCase):
    """Overrides by amount, by two persons, and with an end."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anna = cls._create_user("group_manager", login="anna")
        cls.bert = cls._create_user("group_manager", login="bert")
        cls.operator = cls._create_user("group_operator")
        cls.reason = cls.env["integration.reason"].create(
            {
                "code": "budget",
                "name": "Over budget",
                "override_group_id": cls.env.ref("construction_connector_base.group_manager").id,
                "override_second": "above",
                "override_limit": 1000,
                "override_hours": 48,
            }
        )

    def stopping(self, amount=None):
        def gate(handler, items):
            for item in items:
                item.stop("budget", "It stopped.", amount)

        return self.handle(_gate=gate)

    def stop(self, amount=None, id_="1"):
        self.accept(event(id_))
        self.drain_stopping(amount)

    def drain_stopping(self, amount=None):
        with self.stopping(amount):
            self.drain()

    def override(self, user=None, id_="1"):
        message = self.message(id_).with_user(user or self.anna).with_company(self.acme)
        return message._override("The client pays")

    def steps(self):
        entries = self.env["integration.audit.entry"].search(
            [("step", "=like", "override.%")], order="id"
        )
        return entries.mapped("step")

    def test_up_to_the_limit_one_person_is_enough(self):
        self.stop(1000)
        self.assertFalse(self.override())
        self.drain_stopping(1000)
        self.assertEqual(self.message("1").state, "done")
        self.assertTrue(self.message("1").override_ids.used_at)
        self.assertEqual(self.steps(), ["override.recorded", "override.used"])

    def test_above_the_limit_a_second_person_confirms(self):
        self.stop(1000.01)
        pending = self.override()
        self.assertEqual(pending.state, "pending")
        self.assertEqual(self.message("1").state, "exception")
        pending.with_user(self.bert).action_confirm()
        self.drain_stopping(1000.01)
        self.assertEqual(self.message("1").state, "done")
        self.assertEqual(pending.second_user_id, self.bert)
        self.assertEqual(
            self.steps(), ["override.requested", "override.confirmed", "override.used"]
        )

    def test_an_unknown_amount_is_above_the_limit(self):
        self.stop()
        self.assertTrue(self.override())

    def test_always_two_and_never_two(self):
        self.stop(1)
        self.reason.override_second = "always"
        self.assertTrue(self.override())
        self.stop(10**6, "2")
        self.reason.override_second = "never"
        self.assertFalse(self.override(id_="2"))

    def test_what_is_pending_lets_nothing_pass(self):
        self.stop(5000)
        self.override()
        self.message("1").with_user(self.operator).action_retry()
        self.drain_stopping(5000)
        self.assertEqual(self.message("1").state, "exception")

    def test_nobody_confirms_what_they_asked_for(self):
        self.stop(5000)
        pending = self.override()
        self.assertFalse(pending.with_user(self.anna).can_decide)
        self.assertTrue(pending.with_user(self.bert).can_decide)
        with self.assertRaisesRegex(AccessError, "somebody else"):
            pending.with_user(self.anna).action_confirm()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(psycopg2.errors.CheckViolation),
            self.env.cr.savepoint(),
        ):
            pending.sudo().second_user_id = self.anna
            self.env.flush_all()

    def test_the_second_person_is_of_the_group_too(self):
        self.stop(5000)
        pending = self.override()
        with self.assertRaisesRegex(AccessError, "Manager"):
            pending.with_user(self.operator).action_confirm()
        with self.assertRaises(AccessError):
            pending.with_user(self._create_user("group_manager", self.strange)).action_confirm()

    def test_nobody_writes_overrides_by_hand(self):
        self.stop(5000)
        pending = self.override()
        with self.assertRaises(AccessError):
            pending.with_user(self.bert).write({"state": "confirmed"})
        with self.assertRaises(AccessError):
            self.env["integration.override"].with_user(self.bert).create(
                {"message_id": self.message("1").id, "code": "budget", "reason": "x"}
            )

    def test_refused(self):
        self.stop(5000)
        pending = self.override()
        pending.with_user(self.bert).action_refuse()
        self.assertEqual((pending.state, pending.second_user_id), ("refused", self.bert))
        self.message("1").with_user(self.operator).action_retry()
        self.drain_stopping(5000)
        self.assertEqual(self.message("1").state, "exception")
        with self.assertRaisesRegex(UserError, "not to be confirmed any more"):
            pending.with_user(self.bert).action_confirm()

    def test_asking_twice(self):
        self.stop(5000)
        self.override()
        with self.assertRaisesRegex(UserError, "anna.*already"):
            self.override(self.bert)

    def test_confirming_what_stops_for_something_else_by_now(self):
        self.stop(5000)
        pending = self.override()
        self.message("1").with_user(self.operator)._reject("no")
        with self.assertRaisesRegex(UserError, "no longer stops"):
            pending.with_user(self.bert).action_confirm()
        pending.with_user(self.bert).action_refuse()
        self.assertEqual(pending.state, "refused")

    def test_unused_until_its_end_it_is_void(self):
        self.stop(10)
        self.override()
        override = self.message("1").override_ids
        self.assertAlmostEqual(
            override.expires_at,
            fields.Datetime.now() + timedelta(hours=48),
            delta=timedelta(minutes=1),
        )
        override.sudo().expires_at = fields.Datetime.now() - timedelta(seconds=1)
        self.drain_stopping(10)
        self.assertEqual(self.message("1").state, "exception")
        self.assertTrue(override.is_expired)

    def test_once_used_it_counts_for_its_message_for_ever(self):
        self.stop(10)
        self.override()
        self.drain_stopping(10)
        override = self.message("1").override_ids
        override.sudo().expires_at = fields.Datetime.now() - timedelta(days=1)
        self.assertEqual(override._in_force(), override)
        self.assertFalse(override.is_expired)

    def test_pending_ones_expire_too(self):
        self.stop(5000)
        pending = self.override()
        pending.sudo().expires_at = fields.Datetime.now() - timedelta(seconds=1)
        with self.assertRaisesRegex(UserError, "not to be confirmed any more"):
            pending.with_user(self.bert).action_confirm()
        self.assertTrue(self.override(self.bert), "it can be asked for anew")

    def test_terms_are_audited(self):
        self.reason.with_user(self.anna).override_limit = 5
        entry = self.env["integration.audit.entry"].search([("step", "=", "reason.changed")])
        self.assertIn('"override_limit":1000.0', entry.data)
        self.assertIn('"override_limit":5.0', entry.data)
