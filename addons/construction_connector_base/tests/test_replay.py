# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime
from unittest.mock import patch

import psycopg2

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.queue_job.exception import RetryableJobError

from ..models import integration_replay
from .common import event
from .replay_common import ReplayCase


@tagged("post_install", "-at_install")
class TestReplay(ReplayCase):
    """Which messages are replayed, by whom, and what of it is kept."""

    def test_filter(self):
        self.accept(event("1", "a"), event("2", "b"), event("3", "b", entity="B"))
        replay = self.replay(domain="[('document_key', '=', 'b')]", start=False)
        self.assertEqual(replay.selected_count, 1)
        replay.action_start()
        self.assertEqual(replay.line_ids.message_id, self.message("2"))

    def test_time_range(self):
        self.accept(event("1"), event("2"), event("3"))
        for day, external_id in enumerate("123", start=1):
            self.env.cr.execute(
                "UPDATE integration_message SET received_at = %s WHERE id = %s",
                [datetime(2026, 3, day), self.message(external_id).id],
            )
        replay = self.replay(received_from=datetime(2026, 3, 2), received_to=datetime(2026, 3, 3))
        self.assertEqual(replay.line_ids.message_id, self.message("2"))

    def test_selection_that_cannot_be_read(self):
        for domain in ("[('payload'", "__import__('os')", "[('no_such_field', '=', 1)]", "7"):
            with self.subTest(domain), self.assertRaises(ValidationError):
                self.replay(domain=domain, start=False)

    def test_no_message_fits(self):
        with self.assertRaisesRegex(UserError, "No message fits"):
            self.replay()

    def test_too_many(self):
        self.patch(integration_replay, "LIMIT", 1)
        self.accept(event("1"), event("2"))
        with self.assertRaisesRegex(UserError, "More than 1 messages"):
            self.replay()

    def test_long_replay_runs_in_jobs(self):
        self.patch(integration_replay, "AT_ONCE", 2)
        self.patch(integration_replay, "CHUNKS", {"trial": 2})
        self.accept(*[event(str(n), str(n)) for n in range(3)])
        replay = self.replay()
        jobs = self.env["queue.job"].search([("model_name", "=", "integration.replay")])
        self.assertEqual((replay.state, replay.total, replay.processed), ("running", 3, 0))
        self.assertEqual((len(jobs), jobs.user_id, jobs.priority), (1, self.operator, 20))
        with self.naming():
            replay._process_next()
            self.assertAlmostEqual(replay.progress, 66.67, 1)
            replay._process_next()
        self.assertEqual((replay.state, replay.processed), ("done", 3))
        self.assertEqual(len(self.changes(replay)), 3)

    def test_stop(self):
        self.patch(integration_replay, "AT_ONCE", 0)
        self.accept(event("1"))
        replay = self.replay()
        replay.action_stop()
        replay._process_next()
        self.assertEqual((replay.state, replay.processed), ("stopped", 0))

    def test_it_is_started_once(self):
        self.accept(event("1"))
        replay = self.replay()
        with self.assertRaisesRegex(UserError, "started before"):
            replay.action_start()

    def test_conflict_of_transactions(self):
        self.accept(event("1"))

        def conflict(trials, message, reader):
            raise psycopg2.errors.SerializationFailure("x")

        with (
            patch.object(self.env.registry["integration.trial"], "_try", conflict),
            self.assertRaises(RetryableJobError),
        ):
            self.replay()

    def test_real_replay(self):
        self.accept(event("1"), event("2", "b"))
        with self.naming():
            self.drain()
        self.partner().name = "By hand"
        self.accept(event("3", "c"))
        self.jobs().unlink()
        replay = self.replay(self.boss, mode="real")
        self.assertEqual(replay.line_ids.message_id, self.message("1") | self.message("2"))
        self.assertEqual(self.states(), {"1": "received", "2": "received", "3": "received"})
        self.assertEqual(len(self.jobs()), 1)
        with self.naming():
            self.drain()
        self.assertEqual(self.partner().name, "HELLO")
        self.assertEqual(set(replay.line_ids.mapped("current_state")), {"done"})

    def test_real_replay_of_what_was_rejected(self):
        self.accept(event("1"))
        self.message("1").with_user(self.operator).action_cancel()
        self.replay(self.boss, mode="real")
        self.drain()
        self.assertEqual(self.states(), {"1": "done"})

    def test_only_managers_replay_for_real(self):
        self.accept(event("1"))
        self.drain()
        with self.assertRaisesRegex(AccessError, "managers"):
            self.replay(self.operator, mode="real")
        self.assertEqual(self.states(), {"1": "done"})

    def test_from_a_trial_to_the_real_thing(self):
        self.accept(event("1"), event("2"))
        self.drain()
        message = self.message("2").with_user(self.boss).with_company(self.acme)
        action = message.action_open_replay()
        trial = self.env["integration.replay"].with_user(self.boss).browse(action["res_id"])
        trial.action_start()
        action = trial.action_prepare_real()
        real = trial.browse(action["res_id"])
        self.assertEqual((real.mode, real.state), ("real", "draft"))
        real.action_start()
        self.assertEqual(self.states(), {"1": "done", "2": "received"})

    def test_audit(self):
        self.accept(event("1"))
        replay = self.replay()
        entries = self.env["integration.audit.entry"].search(
            [("res_model", "=", "integration.replay"), ("res_id", "=", replay.id)], order="id"
        )
        self.assertEqual(entries.mapped("step"), ["replay.started", "replay.ended"])
        self.assertEqual(entries.user_id, self.operator)

    def test_rights(self):
        self.accept(event("1"))
        replay = self.replay()
        reader = self._create_user("group_user")
        with self.assertRaises(AccessError):
            self.replay(reader)
        with self.assertRaises(AccessError):
            self.message("1").with_user(reader).action_open_replay()
        colleague = self._create_user("group_operator", login="colleague")
        for user in (reader, colleague, self.system.user_id):
            for records in (replay, replay.line_ids):
                with (
                    self.subTest(user=user.login, model=records._name),
                    self.assertRaises(AccessError),
                ):
                    records.with_user(user).read(["state"])
        with self.assertRaises(AccessError):
            replay.line_ids.write({"after_state": "done"})

    def test_managers_and_auditors_read_what_others_tried(self):
        self.accept(event("1"))
        with self.naming():
            replay = self.replay()
        draft = self.replay(start=False)
        auditor = self._create_user("group_auditor")
        for user in (self.boss, auditor):
            with self.subTest(user=user.login):
                seen = replay.with_user(user)
                self.assertEqual((seen.state, seen.changed_count), ("done", 1))
                self.assertEqual(seen.line_ids.after_state, "done")
                # they were chosen by the rights of another user
                self.assertFalse(seen.line_ids.change_ids)
                self.assertFalse(draft.with_user(user).can_start)
                for step in ("action_start", "action_stop", "unlink"):
                    with self.assertRaises(AccessError):
                        getattr(draft.with_user(user), step)()
                with self.assertRaises(AccessError):
                    draft.with_user(user).write({"mode": "real"})
        with self.assertRaises(AccessError):
            self.replay(auditor)
        for group in ("group_manager", "group_auditor"):
            foreign = self._create_user(group, self.bolt)
            with self.assertRaises(AccessError):
                replay.with_user(foreign).read(["state"])
            with self.assertRaises(AccessError):
                replay.line_ids.with_user(foreign).read(["state"])

    def test_a_manager_does_for_real_what_an_operator_tried(self):
        self.accept(event("1"))
        self.drain()
        action = self.replay().with_user(self.boss).action_prepare_real()
        real = self.env["integration.replay"].with_user(self.boss).browse(action["res_id"])
        self.assertEqual((real.user_id, real.mode), (self.boss, "real"))
        real.action_start()
        self.assertEqual(self.states(), {"1": "received"})

    def test_foreign_company(self):
        foreign = self._create_user("group_operator", self.bolt)
        self.accept(event("1"))
        replay = self.env["integration.replay"].with_user(foreign).with_company(self.bolt)
        with self.assertRaisesRegex(UserError, "No message fits"):
            replay.create({}).action_start()
