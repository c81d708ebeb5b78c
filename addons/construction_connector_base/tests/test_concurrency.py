# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from contextlib import contextmanager

import psycopg2

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, tagged

from odoo.addons.queue_job.exception import RetryableJobError

from ..core.lanes import Lane
from .common import PING, event, forget_audit

CODE = "field"


class ConcurrencyCase(BaseCase):
    """A lane that real transactions work on; what they leave is removed."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        self.addCleanup(self._clean)
        with self.transaction() as env:
            system = env["integration.system"].create({"name": "Concurrent", "code": CODE})
            system._allow([PING])
            self.lane = Lane(system.company_id.id, system.id, "connection")

    @contextmanager
    def transaction(self):
        with self.registry.cursor() as cr:
            yield api.Environment(cr, SUPERUSER_ID, {})

    def _clean(self):
        with self.transaction() as env:
            system = env["integration.system"].search([("code", "=", CODE)])
            user = system.user_id
            forget_audit(env.cr, system.id)
            env.cr.execute("DELETE FROM integration_message WHERE system_id = %s", [system.id])
            env.cr.execute("DELETE FROM queue_job WHERE identity_key = %s", [self.lane.identity])
            system.unlink()
            partner = user.partner_id
            user.unlink()
            partner.unlink()

    def accept(self, env, *events):
        system = env["integration.system"].browse(self.lane.system_id)
        return [result.status for result in env["integration.message"]._accept(system, events)]

    def drain(self, env):
        return env["integration.lane"]._drain(self.lane)

    def states(self):
        with self.transaction() as env:
            messages = env["integration.message"].search(
                [("system_id", "=", self.lane.system_id)], order="id"
            )
            return {message.external_id: (message.state, message.attempts) for message in messages}

    def jobs(self, env, state="pending"):
        return env["queue.job"].search(
            [("identity_key", "=", self.lane.identity), ("state", "=", state)]
        )


@tagged("post_install", "-at_install")
class TestConcurrency(ConcurrencyCase):
    """Drains and doors side by side."""

    def test_two_drains_share_the_keys(self):
        with self.transaction() as env:
            self.accept(env, event("1", "a", partitionkey="K"))
        with self.transaction() as first:
            self.assertEqual(self.drain(first), 1)
            with self.transaction() as env:
                self.accept(
                    env,
                    event("2", "b", partitionkey="K"),
                    event("3", "c", partitionkey="L"),
                )
            with self.transaction() as second:
                # K is held by the first drain, L is free
                self.assertEqual(self.drain(second), 1)
        states = self.states()
        self.assertEqual(states["1"], ("done", 1))
        self.assertEqual(states["2"], ("received", 0))
        self.assertEqual(states["3"], ("done", 1))

    def test_what_a_drain_could_not_take_is_woken_for(self):
        with self.transaction() as env:
            self.accept(env, event("1", partitionkey="K"))
        with self.transaction() as first:
            self.drain(first)
            with self.transaction() as env:
                self.accept(env, event("2", partitionkey="K"))
                self.jobs(env).unlink()
            with self.transaction() as second:
                self.assertEqual(self.drain(second), 0)
                self.assertEqual(len(self.jobs(second)), 1)

    def test_drain_with_an_old_view_tries_again(self):
        with self.transaction() as env:
            self.accept(env, event("1"))
        with self.registry.cursor() as late:
            late.execute("SELECT 1")  # its view of the table begins here
            with self.transaction() as env:
                self.drain(env)
            with self.assertLogs("odoo.sql_db", "ERROR"), self.assertRaises(RetryableJobError):
                self.drain(api.Environment(late, SUPERUSER_ID, {}))
            late.rollback()
        self.assertEqual(self.states(), {"1": ("done", 1)})

    def test_lost_drain_leaves_everything_as_it_was(self):
        with self.transaction() as env:
            self.accept(env, event("1"))
        with self.registry.cursor() as cr:
            self.drain(api.Environment(cr, SUPERUSER_ID, {}))
            cr.rollback()
        self.assertEqual(self.states(), {"1": ("received", 0)})

    def test_one_of_two_doors_takes_an_event(self):
        with self.registry.cursor() as late:
            late.execute("SELECT 1")
            with self.transaction() as env:
                self.assertEqual(self.accept(env, event("1")), ["accepted"])
            # the server repeats such a call with a new view, which finds the duplicate
            with (
                self.assertLogs("odoo.sql_db", "ERROR"),
                self.assertRaises(psycopg2.errors.SerializationFailure),
            ):
                self.accept(api.Environment(late, SUPERUSER_ID, {}), event("1"))
            late.rollback()
        with self.transaction() as env:
            self.assertEqual(self.accept(env, event("1")), ["duplicate"])

    def test_runner_waits_for_the_door(self):
        """A pending job that serves our messages cannot start before they are visible."""
        with self.transaction() as env:
            self.accept(env, event("1"))
        with self.transaction() as env:
            self.accept(env, event("2"))
            with self.registry.cursor() as runner:
                runner.execute("SET LOCAL lock_timeout = '100ms'")
                with (
                    self.assertLogs("odoo.sql_db", "ERROR"),
                    self.assertRaises(psycopg2.errors.LockNotAvailable),
                ):
                    runner.execute(
                        "UPDATE queue_job SET state = 'enqueued' WHERE identity_key = %s",
                        [self.lane.identity],
                    )
                runner.rollback()
            self.assertEqual(len(self.jobs(env)), 1)

    def test_job_that_the_runner_has_taken_does_not_count(self):
        with self.transaction() as env:
            self.accept(env, event("1"))
        with self.registry.cursor() as door:
            door.execute("SELECT 1")
            with self.transaction() as runner:
                self.jobs(runner).state = "enqueued"
            # in the door's view the job is still pending
            self.accept(api.Environment(door, SUPERUSER_ID, {}), event("2"))
            door.commit()
        with self.transaction() as env:
            self.assertEqual(len(self.jobs(env, "enqueued")), 1)
            self.assertEqual(len(self.jobs(env)), 1)

    def test_message_in_a_drain_is_processing(self):
        with self.transaction() as env:
            self.accept(env, event("1"))
        with self.transaction() as first:
            self.drain(first)
            with self.transaction() as env:
                message = env["integration.message"].search(
                    [("system_id", "=", self.lane.system_id)]
                )
                self.assertEqual(message._as_answer()["state"], "processing")
        self.assertEqual(self.states(), {"1": ("done", 1)})
