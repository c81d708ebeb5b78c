# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import JobCostCommon


@tagged("post_install", "-at_install")
class TestEstimate(JobCostCommon):
    def budget(self, as_of=None):
        rows = self.job._get_job_cost(as_of=as_of)
        return sum(row["original_budget"] for row in rows)

    def test_only_an_awarded_estimate_is_budget(self):
        estimate = self.create_estimate()
        self.assertEqual(self.budget(), 0)
        estimate.action_award()
        self.assertEqual(estimate.state, "awarded")
        self.assertEqual(self.held("original_budget"), {(self.concrete, self.material): (1000, 0)})
        estimate.action_award()
        self.assertEqual(self.budget(), 1000)
        self.assertLedgerAgrees()

    def test_revision_supersedes_from_its_date_on(self):
        first = self.create_estimate()
        first.action_award()
        second = self.create_estimate(
            1,
            "2026-02-20",
            lines=[(self.concrete, self.material, 700), (self.digging, self.labor, 500)],
        )
        second.action_award()
        self.assertEqual((first.state, second.state), ("superseded", "awarded"))
        self.assertEqual(self.budget(), 1200)
        self.assertEqual(self.budget("2026-02-19"), 1000)
        self.assertEqual(self.budget("2026-01-09"), 0)
        self.assertLedgerAgrees()

    def test_late_lower_revision_cannot_be_awarded(self):
        self.create_estimate(2).action_award()
        with self.assertRaisesRegex(ValidationError, "later revision"):
            self.create_estimate(1).action_award()
        self.assertEqual(self.budget(), 1000)

    def test_two_estimates_add_up(self):
        self.create_estimate().action_award()
        self.create_estimate(number="E-2").action_award()
        self.assertEqual(self.budget(), 2000)

    def test_awarded_budget_is_locked(self):
        estimate = self.create_estimate()
        estimate.action_award()
        attempts = (
            lambda: estimate.line_ids.write({"amount": 5}),
            lambda: estimate.line_ids.unlink(),
            lambda: estimate.write({"line_ids": [(5,)]}),
            lambda: estimate.line_ids.copy(),
            lambda: estimate.write({"date": "2026-05-05"}),
            lambda: estimate.write({"state": "draft"}),
            lambda: estimate.unlink(),
        )
        for attempt in attempts:
            with self.assertRaises(UserError), self.cr.savepoint():
                attempt()
        self.assertEqual(self.budget(), 1000)

    def test_state_written_directly_keeps_the_invariants(self):
        self.create_estimate().action_award()
        empty = self.env["construction.estimate"].create(
            {"project_id": self.job.id, "number": "E-9"}
        )
        with self.assertRaisesRegex(ValidationError, "no lines"):
            empty.state = "awarded"
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.cr.savepoint():
            self.create_estimate(1).state = "awarded"

    def test_draft_can_be_deleted(self):
        estimate = self.create_estimate()
        estimate.unlink()
        self.assertEqual(self.budget(), 0)
        self.assertLedgerAgrees()

    def test_amount_follows_quantity_unless_given(self):
        yard = self.env.ref("construction_jobcost.uom_cy")
        self.concrete.uom_id = yard
        with Form(self.env["construction.estimate"]) as form:
            form.project_id = self.job
            form.number = "E-3"
            with form.line_ids.new() as line:
                line.cost_code_id = self.concrete
                line.cost_type_id = self.material
                line.quantity = 3
                line.unit_cost = 33.335
        line = form.record.line_ids
        self.assertEqual((line.amount, line.uom_id, line.description), (100.01, yard, "Concrete"))
        line.amount = 90
        form.record.action_award()
        self.assertEqual(self.held("original_budget"), {(self.concrete, self.material): (90, 3)})

    def test_line_takes_allowed_types_and_own_phases_only(self):
        self.concrete.cost_type_ids = self.labor
        with (
            self.assertRaisesRegex(ValidationError, "03-300.*cost type M.*takes: L"),
            self.cr.savepoint(),
        ):
            self.create_estimate()
        phase = self.env["construction.job.phase"].create(
            {"project_id": self.create_job("0043").id, "code": "01", "name": "Street"}
        )
        estimate = self.create_estimate(lines=[(self.concrete, self.labor, 10)])
        with self.assertRaisesRegex(ValidationError, "another job"):
            estimate.line_ids.phase_id = phase

    def test_estimate_needs_a_job(self):
        office = self.env["project.project"].create({"name": "Office"})
        with self.assertRaisesRegex(ValidationError, "not a job"):
            self.create_estimate(job=office)
