# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged

from odoo.addons.queue_job.exception import RetryableJobError
from odoo.addons.queue_job.jobrunner.channels import ChannelManager
from odoo.addons.queue_job.jobrunner.runner import PG_ADVISORY_LOCK_ID

from ..core.lanes import Lane
from ..models import integration_claim, integration_lane_watch
from .common import IntegrationCase, event


class WatchCase(IntegrationCase):
    def setUp(self):
        super().setUp()
        self.lanes = self.env["integration.lane"]
        self.lane = Lane(self.acme.id, self.system.id, "connection")
        self.cron = self.env.ref("construction_connector_base.ir_cron_wake")

    def start_runner(self):
        """Hold the lock that a runner holds for as long as it lives."""
        self.env.cr.execute("SELECT pg_advisory_lock(%s)", [PG_ADVISORY_LOCK_ID])
        self.addCleanup(self.env.cr.execute, "SELECT pg_advisory_unlock(%s)", [PG_ADVISORY_LOCK_ID])

    def age_jobs(self, minutes, state="pending"):
        """The wake-up jobs have been in this state for so long."""
        self.jobs().flush_recordset()
        since = fields.Datetime.now() - timedelta(minutes=minutes)
        self.env.cr.execute(
            """
            UPDATE queue_job SET state = %s, eta = NULL, date_created = %s, date_enqueued = %s,
                                 date_started = %s
             WHERE identity_key LIKE 'integration:%%'
            """,
            [state, since, since, since],
        )
        self.env.invalidate_all()

    @contextmanager
    def warned(self):
        with self.assertLogs("odoo.addons.construction_connector_base", "WARNING") as caught:
            yield caught

    def draining(self, drain):
        """Let lanes be drained by ``drain(lanes, lane)``."""
        return patch.object(self.env.registry["integration.lane"], "_drain", drain)

    def run_cron(self):
        with self.enter_registry_test_mode():
            self.cron.method_direct_trigger()
        self.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestWatch(WatchCase):
    """The cron drains what nobody drains."""

    def test_without_a_runner(self):
        self.accept(event("1"), event("2", entity="B"))
        with self.warned() as caught:
            self.run_cron()
        self.assertEqual(self.states(), {"1": "done", "2": "done"})
        self.assertIn("the cron has taken 2 messages", caught.output[-1])

    def test_living_runner_is_left_alone(self):
        self.start_runner()
        self.accept(event("1"))
        for state, minutes in (("pending", 2), ("enqueued", 2), ("started", 10)):
            with self.subTest(state):
                self.age_jobs(minutes, state)
                self.assertFalse(self.lanes._abandoned_lanes())

    def test_runner_that_does_not_move(self):
        self.start_runner()
        self.accept(event("1"))
        for state, minutes in (("pending", 5), ("enqueued", 5), ("started", 20)):
            with self.subTest(state):
                self.age_jobs(minutes, state)
                self.assertEqual(self.lanes._abandoned_lanes(), [self.lane])
        with self.warned():
            self.run_cron()
        self.assertEqual(self.states(), {"1": "done"})

    def test_only_the_lane_that_is_stuck(self):
        self.start_runner()
        self.accept(event("1"))
        self.age_jobs(5)
        self.accept(event("2", entity="B"))
        with self.warned():
            self.run_cron()
        self.assertEqual(self.states(), {"1": "done", "2": "received"})

    def test_old_jobs_of_lanes_with_nothing_due(self):
        self.start_runner()
        self.accept(event("1"))
        self.age_jobs(5)
        self.drain()
        self.assertFalse(self.lanes._abandoned_lanes())

    def test_lanes_take_turns(self):
        self.accept(*[event(f"a{n}") for n in range(3)], *[event("b", entity="B")])
        seen = []

        def drain(lanes, lane):
            seen.append(lane)
            return 1 if seen.count(lane) < 3 else 0

        with self.draining(drain), self.warned():
            self.run_cron()
        other = self.lane._replace(company_id=self.bolt.id)
        self.assertEqual(seen, [self.lane, other] * 3)

    def test_time_is_limited(self):
        self.accept(event("1"))
        self.patch(integration_lane_watch, "BUDGET", 0)
        self.run_cron()
        self.assertEqual(self.states(), {"1": "received"})

    def test_somebody_else_is_faster(self):
        self.accept(event("1"))

        def drain(lanes, lane):
            raise RetryableJobError("Another transaction was faster")

        with self.draining(drain):
            self.run_cron()
        self.assertEqual(self.states(), {"1": "received"})

    def test_health_names_who_drains(self):
        self.accept(event("1"))
        self.cron.nextcall = fields.Datetime.now()
        self.assertEqual(self.lanes._health()["draining"], "cron")
        self.cron.nextcall = fields.Datetime.now() - timedelta(minutes=20)
        self.assertEqual(self.lanes._health()["draining"], "nobody")
        self.cron.write({"nextcall": fields.Datetime.now(), "active": False})
        self.assertEqual(self.lanes._health()["draining"], "nobody")
        self.start_runner()
        self.assertEqual(self.lanes._health()["draining"], "runner")
        self.age_jobs(5)
        self.assertEqual(self.lanes._health()["draining"], "nobody")


@tagged("post_install", "-at_install")
class TestFairness(WatchCase):
    """A small lane does not starve behind a big one."""

    def run_next(self, manager):
        """Do what a runner with one place does next; return the lane's identity."""
        for job in self.env["queue.job"].search([("identity_key", "like", "integration:%")]):
            manager.notify(
                self.env.cr.dbname,
                job.channel,
                job.uuid,
                job.id,
                job.date_created.timestamp(),
                job.priority,
                job.eta.timestamp() if job.eta else None,
                job.state,
            )
        [chosen] = manager.get_jobs_to_run(fields.Datetime.now().timestamp() + 60)
        job = self.env["queue.job"].search([("uuid", "=", chosen.uuid)])
        identity = job.identity_key
        job.state = "started"
        job.flush_recordset()
        self.lanes._drain(Lane(*job.args))
        manager.remove_job(job.uuid)
        job.unlink()
        return identity

    def test_runner_takes_the_lanes_in_turns(self):
        self.patch(integration_claim, "BATCH", 2)
        self.accept(*[event(f"a{n}") for n in range(6)])
        self.accept(event("b", entity="B"))
        manager = ChannelManager()
        manager.simple_configure("root:1")
        found = [self.run_next(manager) for _n in range(3)]
        small = self.lane._replace(company_id=self.bolt.id)
        self.assertIn(small.identity, found[:2])
        self.assertEqual(found.count(self.lane.identity), 2)
        self.assertEqual(list(self.states().values()).count("received"), 2)
