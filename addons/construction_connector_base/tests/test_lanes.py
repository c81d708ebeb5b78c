# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo.tests import tagged

from ..core.errors import TransientError
from ..core.lanes import Lane
from .common import IntegrationCase, event


@tagged("post_install", "-at_install")
class TestLanes(IntegrationCase):
    def setUp(self):
        super().setUp()
        self.lanes = self.env["integration.lane"]
        self.lane = Lane(self.acme.id, self.system.id, "connection")

    def change_jobs(self, **values):
        self.jobs().write(values)
        self.env.flush_all()

    def test_accepting_wakes_the_lane(self):
        self.accept(event("1"), event("2"), event("3", entity="B"))
        self.assertEqual(
            set(self.jobs().mapped("identity_key")),
            {self.lane.identity, Lane(self.bolt.id, self.system.id, "connection").identity},
        )
        self.assertEqual(set(self.jobs().mapped("method_name")), {"_drain_lane"})

    def test_pending_job_is_enough(self):
        self.accept(event("1"))
        self.accept(event("2"))
        self.assertEqual(len(self.jobs()), 1)

    def test_enqueued_job_is_not_enough(self):
        """It may have taken its view of the table before our messages came."""
        self.accept(event("1"))
        self.change_jobs(state="enqueued")
        self.accept(event("2"))
        self.assertEqual(len(self.jobs()), 1)

    def test_busy_lane_pauses_between_drains(self):
        self.accept(event("1"))
        self.change_jobs(state="started")
        self.accept(event("2"))
        self.assertGreater(self.jobs().eta, self.env.cr.now())

    def test_job_of_a_later_time_is_not_enough(self):
        self.accept(event("1"))
        self.change_jobs(eta=self.env.cr.now() + timedelta(minutes=5))
        self.accept(event("2"))
        self.assertEqual(len(self.jobs()), 2)

    def test_rejected_and_repeated_events_wake_nobody(self):
        self.accept(event("1"))
        self.jobs().unlink()
        self.accept(event("1"), event("2", source="other"))
        self.assertFalse(self.jobs())

    def test_job_drains_whoever_runs_it(self):
        self.accept(event("1"))
        self.Message._drain_lane(*self.lane)
        self.assertEqual(self.states(), {"1": "done"})
        self.assertEqual(self.jobs().user_id, self.env.ref("base.user_root"))

    def test_drain_wakes_itself_for_the_rest(self):
        self.accept(*[event(str(n)) for n in range(501)])
        self.jobs().unlink()
        self.assertEqual(self.lanes._drain(self.lane), 500)
        self.assertEqual(len(self.jobs()), 1)
        self.assertEqual(self.lanes._drain(self.lane), 1)
        self.assertEqual(self.lanes._drain(self.lane), 0)

    def test_the_rest_does_not_wait_for_a_job_that_starts_soon(self):
        self.accept(*[event(str(n)) for n in range(501)])
        self.change_jobs(eta=self.env.cr.now() + timedelta(seconds=1))
        self.lanes._drain(self.lane)
        self.assertEqual(len(self.jobs()), 2)
        self.assertLessEqual(min(self.jobs().mapped("eta")), self.env.cr.now())

    def test_drain_wakes_itself_for_the_next_retry(self):
        def fail(handler, items):
            raise TransientError("not now")

        self.accept(event("1"))
        self.jobs().unlink()
        with self.handle(_apply=fail):
            self.lanes._drain(self.lane)
        job, message = self.jobs(), self.message("1")
        self.assertLess(abs(job.eta - message.due_at), timedelta(seconds=2))

    def test_lanes_do_not_touch_each_other(self):
        self.accept(event("1"), event("2", entity="B"))
        self.lanes._drain(self.lane)
        self.assertEqual(self.states(), {"1": "done", "2": "received"})

    def test_due_lanes(self):
        self.accept(event("1"), event("2", entity="B"))
        self.drain()
        self.accept(event("3", entity="B"))
        found = [lane for lane, _since in self.lanes._due_lanes()]
        self.assertEqual(found, [Lane(self.bolt.id, self.system.id, "connection")])

    def test_since_when_a_lane_is_due(self):
        """An urgent newcomer does not hide what waits longer; what is due later does not count."""
        self.accept(event("urgent"), event("normal"), event("later"))
        for name, priority, age in [("urgent", 1, 0), ("normal", 10, 60), ("later", 1, -60)]:
            self.env.cr.execute(
                """
                UPDATE integration_message SET priority = %s, state = %s,
                       due_at = timezone('UTC', clock_timestamp()) - %s * interval '1 minute'
                 WHERE id = %s
                """,
                [priority, "retry" if age < 0 else "received", age, self.message(name).id],
            )
        [(_lane, since)] = self.lanes._due_lanes()
        self.assertEqual(since, self.message("normal").due_at)
        self.env.cr.execute(
            "UPDATE integration_message SET state = 'done' WHERE state = 'received'"
        )
        self.assertFalse(self.lanes._due_lanes())
        self.make_due()
        [(_lane, since)] = self.lanes._due_lanes()
        self.assertEqual(since, self.message("later").due_at)

    def test_cron_wakes_what_nobody_drains(self):
        self.accept(event("1"))
        self.change_jobs(state="failed")
        with self.assertLogs("odoo.addons.construction_connector_base", "WARNING"):
            self.lanes._wake_unserved()
        self.assertEqual(self.jobs().identity_key, self.lane.identity)

    def test_cron_leaves_served_lanes(self):
        self.accept(event("1"))
        job = self.jobs()
        self.lanes._wake_unserved()
        self.assertEqual(self.jobs(), job)

    def test_health_counts_the_oldest(self):
        self.accept(event("1"))
        self.env.cr.execute("UPDATE integration_message SET due_at = due_at - interval '1 hour'")
        health = self.lanes._health()
        self.assertGreaterEqual(health["oldest_due_seconds"], 3600)
        self.assertFalse(health["ready"])

    def test_health_when_nothing_is_due(self):
        self.assertEqual(self.lanes._health()["oldest_due_seconds"], 0)
