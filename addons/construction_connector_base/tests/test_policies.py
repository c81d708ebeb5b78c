# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime

from freezegun import freeze_time
from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..core.errors import TransientError
from ..models import integration_message_held
from .common import PING, IntegrationCase, event

#: Monday
MORNING, EVENING, LATER = "2026-03-02 08:00:00", "2026-03-02 18:00:00", "2026-03-02 19:00:00"


@tagged("post_install", "-at_install")
class TestPolicies(IntegrationCase):
    """What a contract's policy does with its messages."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Policy = cls.env["integration.contract.policy"]
        cls.boss = cls._create_user("group_manager", cls.acme | cls.bolt)
        cls.operator = cls._create_user("group_operator")

    def policy(self, user=None, **values):
        return (
            self.Policy.with_user(user or self.boss)
            .with_context(allowed_company_ids=(self.acme | self.bolt).ids)
            .create({"type": PING} | values)
        )

    def evening(self, **values):
        return self.policy(window="0 18 * * 1-5", window_zone="UTC", window_minutes=60, **values)

    def waiting(self, external_id="1"):
        message = self.message(external_id)
        return message.state, message.reason_code, message.due_at

    def run_jobs(self):
        """Do what the pending release jobs will do."""
        self.Message._release_due()
        self.drain()

    def release_jobs(self):
        return self.env["queue.job"].search([("identity_key", "like", "integration:release:%")])

    # Settings

    def test_most_special_policy_counts(self):
        other = self._create_system("other")
        self.policy(priority=11)
        self.policy(priority=12, company_id=self.acme.id)
        self.policy(priority=13, system_id=self.system.id)
        self.policy(priority=14, system_id=self.system.id, company_id=self.bolt.id)
        found = {
            (system.code, company.name): self.Policy._for([PING], company.id, system.id)[PING]
            for system in self.system | other
            for company in self.acme | self.bolt
        }
        self.assertEqual(
            {place: policy.priority for place, policy in found.items()},
            {
                ("field", "Acme"): 13,
                ("field", "Bolt"): 14,
                ("other", "Acme"): 12,
                ("other", "Bolt"): 11,
            },
        )

    def test_contract_says_what_counts_without_a_policy(self):
        found = self.Policy._policy(PING, self.acme.id, self.system.id)
        self.assertEqual((found.priority, found.max_attempts, found.is_plain), (10, 8, True))
        self.assertEqual(self.policy().priority, 10)

    def test_archived_policy_does_not_count(self):
        policy = self.policy(priority=5)
        policy.active = False
        self.assertEqual(self.Policy._policy(PING, self.acme.id, self.system.id).priority, 10)
        self.policy(priority=6)

    @mute_logger("odoo.sql_db")
    def test_one_policy_for_each_place(self):
        self.policy()
        with self.assertRaises(UniqueViolation):
            self.policy()

    def test_window_must_be_readable(self):
        with self.assertRaisesRegex(ValidationError, "no batch window"):
            self.policy(window="at six")

    def test_system_must_send_to_the_company(self):
        with self.assertRaisesRegex(ValidationError, "sends nothing to Strange"):
            self.env["integration.contract.policy"].create(
                {"type": PING, "system_id": self.system.id, "company_id": self.strange.id}
            )

    def test_changes_are_in_the_audit(self):
        policy = self.policy()
        policy.write({"priority": 3})
        policy.unlink()
        steps = self.env["integration.audit.entry"].search(
            [("res_model", "=", self.Policy._name)], order="id"
        )
        self.assertEqual(
            steps.mapped("step"),
            ["contract_policy.created", "contract_policy.changed", "contract_policy.removed"],
        )
        self.assertIn('"priority":3', steps[1].data)
        self.assertEqual(steps.user_id, self.boss)

    def test_only_managers_set_policies(self):
        policy = self.policy()
        with self.assertRaises(AccessError):
            self.policy(self.operator, system_id=self.system.id)
        with self.assertRaises(AccessError):
            policy.with_user(self.operator).write({"hold": True})
        with self.assertRaises(AccessError):
            policy.with_user(self.system.user_id).read(["hold"])

    def test_policies_of_other_companies_are_out_of_sight(self):
        policy = self.policy(company_id=self.bolt.id)
        with self.assertRaises(AccessError):
            policy.with_user(self.operator).read(["hold"])

    # Priority and tries

    def test_priority_of_the_policy(self):
        self.policy(priority=3, company_id=self.bolt.id)
        self.accept(event("1"), event("2", entity="B"))
        self.assertEqual((self.message("1").priority, self.message("2").priority), (10, 3))

    def test_tries_of_the_policy(self):
        def fail(handler, items):
            raise TransientError("never")

        self.policy(max_attempts=1)
        self.accept(event("1"))
        with self.handle(_apply=fail):
            self.drain()
        message = self.message("1")
        self.assertEqual((message.state, message.reason_code), ("dead", "attempts.exhausted"))

    # Windows

    def test_message_waits_for_its_window(self):
        self.evening()
        with freeze_time(MORNING):
            self.accept(event("1"))
            opening = datetime(2026, 3, 2, 18)
            self.assertEqual(self.waiting(), ("waiting", "waiting.window", opening))
            self.assertIn("2026-03-02 18:00 UTC", self.message("1").reason_text)
            self.assertFalse(self.jobs().filtered(lambda job: job.method_name == "_drain_lane"))
            self.assertEqual(self.release_jobs().eta, opening)
            self.run_jobs()
            self.assertEqual(self.message("1").state, "waiting")
        with freeze_time(EVENING):
            self.run_jobs()
        message = self.message("1")
        self.assertEqual((message.state, message.reason_code), ("done", False))

    def test_message_in_an_open_window_does_not_wait(self):
        self.evening()
        with freeze_time("2026-03-02 18:59:59"):
            self.accept(event("1"))
            self.drain()
        self.assertEqual(self.states(), {"1": "done"})

    def test_one_job_opens_a_window(self):
        self.evening()
        with freeze_time(MORNING):
            self.accept(event("1"))
            self.accept(event("2"), event("3", entity="B"))
        self.assertEqual(len(self.release_jobs()), 1)

    def test_queued_message_whose_window_has_closed(self):
        self.evening()
        with freeze_time(EVENING):
            self.accept(event("1"))
        with freeze_time(LATER):
            self.drain()
            self.assertEqual(
                self.waiting(), ("waiting", "waiting.window", datetime(2026, 3, 3, 18))
            )
        self.assertEqual(self.release_jobs().eta, datetime(2026, 3, 3, 18))

    def test_many_are_released_in_portions(self):
        self.evening()
        self.patch(integration_message_held, "BATCH", 2)
        with freeze_time(MORNING):
            self.accept(*[event(str(n)) for n in range(3)])
        with freeze_time(EVENING):
            self.release_jobs().unlink()
            self.assertEqual(self.Message._release_due(), 2)
            self.assertTrue(self.release_jobs())
            self.assertEqual(self.Message._release_due(), 1)
        self.assertEqual(set(self.states().values()), {"received"})

    def test_cron_opens_windows_without_a_runner(self):
        self.evening()
        with freeze_time(MORNING):
            self.accept(event("1"))
        with freeze_time(EVENING):
            self.env["integration.lane"]._release_waiting()
        self.assertEqual(self.states(), {"1": "received"})

    def test_window_that_is_taken_away(self):
        policy = self.evening()
        with freeze_time(MORNING):
            self.accept(event("1"))
            policy.window = False
            self.run_jobs()
        self.assertEqual(self.states(), {"1": "done"})

    def test_window_that_is_moved(self):
        policy = self.evening()
        with freeze_time(MORNING):
            self.accept(event("1"))
            policy.window = "0 20 * * *"
            self.run_jobs()
            self.assertEqual(self.waiting()[2], datetime(2026, 3, 2, 20))

    # Hold

    def test_hold(self):
        self.accept(event("1"))
        policy = self.policy(hold=True)
        self.accept(event("2"))
        self.drain()
        self.assertEqual(self.waiting("1"), ("waiting", "waiting.hold", False))
        self.assertEqual(self.waiting("2"), ("waiting", "waiting.hold", False))
        policy.hold = False
        self.run_jobs()
        self.assertEqual(self.states(), {"1": "done", "2": "done"})

    def test_hold_of_a_removed_policy(self):
        policy = self.policy(hold=True)
        self.accept(event("1"))
        policy.unlink()
        self.run_jobs()
        self.assertEqual(self.states(), {"1": "done"})

    def test_hold_does_not_touch_others(self):
        self.policy(hold=True, company_id=self.bolt.id)
        self.accept(event("1"), event("2", entity="B"))
        self.drain()
        self.assertEqual(self.states(), {"1": "done", "2": "waiting"})
