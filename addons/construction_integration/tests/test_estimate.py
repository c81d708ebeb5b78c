# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dataclasses import replace

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.construction_connector_base.tests.common import registered

from ..contracts.budget import ESTIMATE_AWARDED
from .common import HandlerCase


@tagged("post_install", "-at_install")
class TestEstimate(HandlerCase):
    def setUp(self):
        super().setUp()
        self.send_codes("03-300")

    def test_waits_for_its_job_and_goes_on(self):
        message = self.send_budget("1000.00")
        self.assertState(message, "waiting", "waiting.job")
        self.send_job()
        self.assertState(message, "done")
        self.assertCost(original_budget=1000)

    def test_job_made_in_the_web_client_releases_it(self):
        message = self.send_budget("1000.00")
        self.env["project.project"].create(
            {"name": "By hand", "job_code": "0042", "company_id": self.acme.id}
        )
        self.drain()
        self.assertState(message, "done")

    def test_job_of_another_company_does_not_release_it(self):
        message = self.send_budget()
        self.env["project.project"].create(
            {"name": "Bolt's", "job_code": "0042", "company_id": self.bolt.id}
        )
        self.drain()
        self.assertState(message, "waiting", "waiting.job")

    def test_higher_revision_replaces(self):
        self.send_job()
        self.send_budget("1000.00")
        self.send_budget("1200.00", revision=2)
        self.assertCost(original_budget=1200)

    def test_lower_revision_that_comes_late_is_superseded(self):
        self.send_job()
        self.send_budget("1200.00", revision=2)
        late = self.send_budget("1000.00", revision=1)
        self.assertState(late, "superseded", "superseded")
        self.assertCost(original_budget=1200)

    def test_same_estimate_under_a_new_message_changes_nothing(self):
        self.send_job()
        self.send_budget("1000.00")
        again = self.send_budget("1000.00")
        self.assertState(again, "done", "repeated")
        self.assertCost(original_budget=1000)

    def test_same_estimate_in_a_newer_version_changes_nothing(self):
        versions = replace(ESTIMATE_AWARDED, upcast=dict), replace(ESTIMATE_AWARDED, version=2)
        self.send_job()
        first = self.send_budget("1000.00")
        with registered(*versions):
            self.env.registry.clear_cache()
            self.addCleanup(self.env.registry.clear_cache)
            self.system._allow([versions[1].type])
            again = self.send("estimate.awarded", first.payload, type=versions[1].type)
        self.assertState(again, "done", "repeated")
        self.assertCost(original_budget=1000)

    def test_other_contents_under_the_same_revision_stop(self):
        self.send_job()
        self.send_budget("1000.00")
        changed = self.send_budget("1100.00")
        self.assertState(changed, "exception", "document.changed")
        self.assertCost(original_budget=1000)

    def test_closed_job_takes_no_budget(self):
        self.send_job(status="closed")
        self.assertState(self.send_budget(), "exception", "job.closed")

    def test_unknown_code_phase_and_type_stop(self):
        self.send_job()
        line = {"line_id": "1", "cost_code": "03-300", "cost_type": "M", "amount": "1"}
        for change, code in (
            ({"cost_code": "99"}, "cost_code.unknown"),
            ({"cost_type": "Z"}, "cost_type.unknown"),
            ({"phase": "9"}, "phase.unknown"),
        ):
            with self.subTest(code):
                message = self.send_budget(estimate_id=code, lines=[line | change])
                self.assertState(message, "exception", code)

    def test_cost_type_that_the_code_does_not_take_stops(self):
        self.send_job()
        self.send("cost_code.upserted", {"code": "1", "name": "Labor only", "cost_types": ["L"]})
        line = {"line_id": "1", "cost_code": "1", "cost_type": "M", "amount": "1"}
        message = self.send_budget(lines=[line])
        self.assertState(message, "exception", "cost_type.not_allowed")

    def lock(self):
        """A job with a budget of 1,000 that is locked; return it."""
        self.send_job()
        self.send_budget("1000.00")
        job = self.env["project.project"].search([("job_code", "=", "0042")])
        job.action_lock_budget()
        return job

    def test_revision_of_a_locked_budget_waits_for_a_decision(self):
        job = self.lock()
        message = self.send_budget("1200.00", revision=2)
        self.assertState(message, "exception", "budget.locked")
        self.assertEqual(message.amount_at_stake, 1200)
        self.assertCost(original_budget=1000)
        with self.assertRaises(UserError):
            message.with_user(self.operator)._override("I may not")
        job.with_user(self.controller).action_unlock_budget("Owner awarded more")
        message.with_user(self.operator).action_retry()
        self.drain()
        self.assertState(message, "done")
        self.assertCost(original_budget=1200)

    def test_award_despite_the_lock_needs_a_right_and_keeps_the_reason(self):
        job = self.lock()
        locked = job.budget_lock_date, job.budget_locked_by_id
        message = self.send_budget("1200.00", revision=2)
        person = self.create_person("desk.controller", "group_cost_controller")
        person.group_ids = [(4, self.env.ref("construction_connector_base.group_operator").id)]
        message.with_user(person)._override("Owner awarded more")
        self.drain()
        self.assertState(message, "done")
        self.assertCost(original_budget=1200)
        self.assertEqual((job.budget_lock_date, job.budget_locked_by_id), locked)
        self.assertIn("Owner awarded more", job.message_ids[0].body)
        again = self.send_budget("1300.00", revision=3)
        self.assertState(again, "exception", "budget.locked")
