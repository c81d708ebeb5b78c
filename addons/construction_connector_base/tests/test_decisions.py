# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..core.change import Change
from .common import IntegrationCase, event


@tagged("post_install", "-at_install")
class TestDecisions(IntegrationCase):
    """What people decide about messages that left the happy path."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.operator = cls._create_user("group_operator")
        cls.boss = cls._create_user("group_manager")
        cls.reason = cls.env["integration.reason"].create(
            {
                "code": "budget",
                "name": "Over budget",
                "override_group_id": cls.env.ref("construction_connector_base.group_manager").id,
            }
        )

    def stopping(self, code="budget"):
        """Let each message stop for this reason."""
        self.seen = []

        def gate(handler, items):
            for item in items:
                self.seen.append((item.overrides, item.override_reason))
                item.stop(code, "It stopped.")

        return self.handle(_gate=gate)

    def stop(self, *events, code="budget"):
        self.accept(*(events or [event("1")]))
        with self.stopping(code):
            self.drain()

    def desk(self, user, external_id="1"):
        return self.message(external_id).with_user(user).with_company(self.acme)

    def override(self, user, reason="The client pays for it", messages=None):
        messages = messages or self.desk(user)
        action = messages.action_open_override()
        form = Form(self.env[action["res_model"]].with_user(user).with_context(**action["context"]))
        form.reason = reason
        form.save().action_override()

    def test_retry_of_an_exception(self):
        self.stop()
        self.jobs().unlink()
        self.desk(self.operator).action_retry()
        self.assertEqual(self.states(), {"1": "received"})
        self.assertEqual(len(self.jobs()), 1)
        self.drain()
        self.assertEqual(self.states(), {"1": "done"})

    def test_retry_of_what_is_done(self):
        self.accept(event("1"))
        self.drain()
        with self.assertRaisesRegex(UserError, "is in state Done"):
            self.desk(self.operator).action_retry()

    def test_release_of_what_waits(self):
        self.accept(event("1"))
        with self.handle(_resolve=lambda h, items: items[0].wait_for("job", "J", "Not there.")):
            self.drain()
        self.desk(self.operator).action_release()
        self.assertEqual(self.states(), {"1": "received"})

    def test_list_retry_leaves_the_rest(self):
        self.stop(event("1"), event("2", "b"))
        self.accept(event("3", "c"))
        self.drain()
        messages = self.Message.search([("system_id", "=", self.system.id)])
        messages.with_user(self.operator).action_retry_all()
        self.assertEqual(self.states(), {"1": "received", "2": "received", "3": "done"})

    def test_override_lets_the_message_pass(self):
        self.stop()
        self.override(self.boss)
        with self.stopping():
            self.drain()
        self.assertEqual(self.states(), {"1": "done"})
        self.assertEqual(self.seen, [(frozenset({"budget"}), "The client pays for it")])

    def test_override_is_recorded(self):
        self.stop()
        self.override(self.boss, " By contract. ")
        self.assertRecordValues(
            self.message("1").override_ids,
            [{"code": "budget", "reason": "By contract.", "user_id": self.boss.id}],
        )

    def test_override_counts_for_its_reason_only(self):
        self.stop()
        self.override(self.boss)
        with self.stopping("other"):
            self.drain()
        self.assertEqual(self.message("1").reason_code, "other")

    def test_override_needs_the_group_of_the_reason(self):
        self.stop()
        self.assertFalse(self.desk(self.operator).can_override)
        self.assertTrue(self.desk(self.boss).can_override)
        with self.assertRaisesRegex(AccessError, "Manager"):
            self.override(self.operator)
        self.assertFalse(self.message("1").override_ids)

    def test_reason_that_nobody_may_override(self):
        self.reason.override_group_id = False
        self.stop()
        with self.assertRaisesRegex(UserError, "cannot be overridden"):
            self.override(self.boss)

    def test_reason_outside_the_catalogue(self):
        self.stop(code="unlisted")
        with self.assertRaisesRegex(UserError, "unlisted"):
            self.override(self.boss)

    def test_override_needs_words(self):
        self.stop()
        with self.assertRaisesRegex(UserError, "auditors"):
            self.override(self.boss, "   ")

    def test_one_forbidden_override_stops_the_selection(self):
        self.stop(event("1"))
        self.stop(event("2", "b"), code="unlisted")
        messages = self.Message.search([("system_id", "=", self.system.id)])
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.override(self.boss, messages=messages.with_user(self.boss))
        self.assertEqual(self.states(), {"1": "exception", "2": "exception"})

    def test_reject(self):
        self.stop()
        action = self.desk(self.operator).action_open_reject()
        form = Form(
            self.env[action["res_model"]].with_user(self.operator).with_context(**action["context"])
        )
        form.reason = "Sent by mistake"
        form.save().action_reject()
        message = self.message("1")
        self.assertEqual((message.state, message.reason_code), ("rejected", "rejected"))
        self.assertIn("Sent by mistake", message.reason_text)
        self.assertIn(self.operator.name, message.reason_text)

    def test_reject_needs_words(self):
        self.stop()
        wizard = self.env["integration.message.reject"].with_user(self.operator)
        with self.assertRaisesRegex(UserError, "its sender will ask"):
            wizard.create(
                {"message_ids": [(6, 0, self.message("1").ids)], "reason": " "}
            ).action_reject()

    def test_rejected_is_the_end(self):
        self.stop()
        self.desk(self.operator)._reject("no")
        with self.assertRaises(UserError):
            self.desk(self.operator).action_retry()

    def test_states_move_by_the_table_only(self):
        self.accept(event("1"))
        self.drain()
        with self.assertRaisesRegex(UserError, "moved on"), self.env.cr.savepoint():
            self.Message._transition([Change(self.message("1").id, "received")])
        self.assertEqual(self.states(), {"1": "done"})

    def test_reason_explains_itself(self):
        self.reason.write({"meaning": "No money left.", "what_to_do": "Ask for more."})
        self.stop()
        message = self.desk(self.operator)
        self.assertEqual(message.reason_id, self.reason)
        self.assertEqual(message.reason_meaning, "No money left.")
        self.assertEqual(message.reason_what_to_do, "Ask for more.")

    def test_waiting_explains_itself(self):
        self.accept(event("1"))
        with self.handle(_resolve=lambda h, items: items[0].wait_for("crate", "C", "Not there.")):
            self.drain()
        message = self.desk(self.operator)
        self.assertEqual(message.reason_code, "waiting.crate")
        self.assertEqual(message.reason_id.code, "waiting")
        self.assertIn("by itself", message.reason_meaning)

    def test_code_outside_the_catalogue_has_no_explanation(self):
        self.stop(code="unlisted")
        self.assertFalse(self.desk(self.operator).reason_id)

    def test_cancel_in_bulk(self):
        self.accept(event("1"), event("2"), event("3"))
        self.desk(self.operator, "3").action_set_low()
        messages = self.Message.search([("external_id", "in", ["1", "2"])])
        messages.with_user(self.operator).action_cancel()
        self.drain()
        self.assertEqual(self.states(), {"1": "rejected", "2": "rejected", "3": "done"})
        self.assertEqual(self.message("1").reason_code, "cancelled")
        self.assertIn(self.operator.name, self.message("1").reason_text)

    def test_what_is_over_cannot_be_cancelled(self):
        self.accept(event("1"))
        self.drain()
        with self.assertRaises(UserError):
            self.desk(self.operator).action_cancel()
        self.assertEqual(self.states(), {"1": "done"})

    def test_priority(self):
        self.accept(event("1"))
        for action, priority in (("urgent", 1), ("low", 20), ("normal", 10)):
            getattr(self.desk(self.operator), f"action_set_{action}")()
            self.assertEqual(self.message("1").priority, priority)
        entry = self.env["integration.audit.entry"].search(
            [("step", "=", "message.prioritised")], limit=1
        )
        self.assertEqual((entry.user_id, entry.data), (self.operator, '{"priority":10}'))

    def test_only_operators_decide_about_the_queue(self):
        reader = self._create_user("group_user")
        self.accept(event("1"))
        for action in ("cancel", "set_urgent", "set_normal", "set_low"):
            with self.subTest(action), self.assertRaises(AccessError):
                getattr(self.desk(reader), f"action_{action}")()
        self.assertEqual(self.states(), {"1": "received"})
