# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import BaseCase, Form, tagged
from odoo.tools import mute_logger

from ..core.budget_change import givings, moved, takings
from ..core.keys import CostKey
from .budget_common import BudgetCommon

MOVES = st.lists(
    st.tuples(
        st.builds(CostKey, st.just(1), st.integers(1, 4), st.integers(1, 2)),
        st.decimals(-10_000, 10_000, places=2),
    ),
    max_size=12,
)


@tagged("post_install", "-at_install")
class TestBudgetChangeCore(BaseCase):
    @given(MOVES)
    @settings(max_examples=100, deadline=None)
    def test_what_is_taken_and_given_makes_up_the_net(self, moves):
        taken, given_ = takings(moves), givings(moves)
        net = sum((amount for _key, amount in moves), Decimal(0))
        self.assertEqual(sum(given_.values()) - sum(taken.values()), net)
        self.assertFalse(taken.keys() & given_.keys())
        self.assertTrue(all(amount > 0 for amount in [*taken.values(), *given_.values()]))

    @given(MOVES)
    @settings(max_examples=100, deadline=None)
    def test_what_is_approved_covers_every_line(self, moves):
        amounts = [amount for _key, amount in moves]
        whole = moved(amounts)
        self.assertGreaterEqual(whole, sum(takings(moves).values()))
        self.assertGreaterEqual(whole, abs(sum(amounts, Decimal(0))))
        # a transfer: both sides are the same
        self.assertEqual(
            moved([*amounts, *(-amount for amount in amounts)]), sum(map(abs, amounts))
        )


@tagged("post_install", "-at_install")
class TestBudgetChange(BudgetCommon):
    def test_transfer_counts_when_approved(self):
        change = self._change((self.steel, -200), (self.concrete, 200, {"quantity": 4}))
        self.assertEqual(self._column("projected_budget"), {"03-100": 1000, "05-200": 500})
        change.action_submit()
        self.assertEqual(self._column("pending_budget_changes"), {"03-100": 200, "05-200": -200})
        self.assertEqual(self._column("revised_budget"), {"03-100": 1000, "05-200": 500})
        change.with_user(self.approver).action_approve()
        self.assertEqual(change.state, "approved")
        self.assertEqual(self._column("pending_budget_changes"), {})
        self.assertEqual(self._column("original_budget"), {"03-100": 1000, "05-200": 500})
        self.assertEqual(self._column("revised_budget"), {"03-100": 1200, "05-200": 300})
        self.assertEqual(self._column("budget_changes", as_of=date(2026, 1, 31)), {})
        entry = self.env["construction.cost.entry"].search(
            [("bucket", "=", "budget_changes"), ("quantity", "=", 4)]
        )
        self.assertEqual((entry.amount, entry.document_name), (200, change.display_name))
        self.assertSwept()

    def test_a_transfer_sums_up_to_zero(self):
        change = self._change((self.steel, -200), (self.concrete, 200.01))
        with self.assertRaisesRegex(UserError, "sum up to zero.*0.01"):
            change.action_submit()
        change.kind = "revision"
        change.action_submit()
        self.assertEqual((change.amount_total, change.amount_moved), (0.01, 200.01))

    def test_a_revision_changes_the_total(self):
        self._approved((self.steel, 250.5), kind="revision")
        self.assertEqual(self.job.job_revised_budget, 1750.5)

    def test_no_more_is_taken_than_is_available(self):
        self._requisition((3, 100.0, self.vendor), user=self.manager).action_submit()
        for kind, lines in (
            ("transfer", [(self.concrete, -701), (self.steel, 701)]),
            ("revision", [(self.concrete, -701)]),
        ):
            with self.assertRaisesRegex(
                UserError, r"03-100.*budget.*1,000.*pending.*300.*available.*700.*requested.*701"
            ):
                self._change(*lines, kind=kind).action_submit()
        self._change((self.concrete, -700), (self.steel, 700)).action_submit()

    def test_the_second_transfer_of_the_same_money_fails_at_approval(self):
        first, second = (self._change((self.steel, -400), (self.concrete, 400)) for _ in range(2))
        (first | second).action_submit()
        first.with_user(self.approver).action_approve()
        with self.assertRaisesRegex(UserError, "more than is available"):
            second.with_user(self.approver).action_approve()
        self.assertEqual(second.state, "submitted")
        self.assertEqual(self._column("revised_budget"), {"03-100": 1400, "05-200": 100})

    def test_void_after_approval_ends_the_change_on_its_day(self):
        change = self._approved((self.steel, -200), (self.concrete, 200))
        change.with_user(self.approver).action_void("Wrong axis")
        self.assertEqual((change.state, change.void_reason), ("void", "Wrong axis"))
        self.assertEqual(self._column("revised_budget"), {"03-100": 1000, "05-200": 500})
        before = change.date
        self.assertEqual(
            self._column("revised_budget", as_of=before), {"03-100": 1200, "05-200": 300}
        )
        self.assertSwept()

    def test_what_was_given_and_spent_cannot_be_taken_back(self):
        change = self._approved((self.steel, -200), (self.concrete, 200))
        self._requisition((11, 100.0, self.vendor)).action_submit()
        with self.assertRaisesRegex(UserError, "available.*100.*requested.*200"):
            change.with_user(self.approver).action_void("Wrong axis")

    def test_a_draft_that_is_voided_or_rejected_counts_nowhere(self):
        void, rejected = (self._change((self.steel, 10), kind="revision") for _ in range(2))
        (void | rejected).action_submit()
        void.action_void("Twice")
        rejected.with_user(self.approver).action_reject("No money")
        self.assertEqual((void.state, rejected.state), ("void", "rejected"))
        self.assertEqual(self._column("projected_budget"), {"03-100": 1000, "05-200": 500})
        self.assertSwept()

    def test_numbers_count_within_the_job(self):
        other = self.env["project.project"].create(
            {"name": "Pier 8", "job_code": "0078", "company_id": self.company.id}
        )
        other.job_team_ids = self.manager
        changes = [self._change() for _ in range(2)] + [self._change(project_id=other.id)]
        self.assertEqual([change.name for change in changes], ["BC-001", "BC-002", "BC-001"])
        with self.assertRaisesRegex(UserError, "stays with its job"):
            changes[0].project_id = other

    def test_the_form_shows_what_is_left(self):
        with Form(self.env["construction.budget.change"].with_user(self.manager)) as form:
            form.project_id = self.job
            form.title = "Contingency"
            with form.line_ids.new() as line:
                line.cost_code_id = self.concrete
                line.cost_type_id = self.material
                self.assertEqual((line.budget_amount, line.available_amount), (1000, 1000))
                line.quantity = 3
                line.unit_cost = 33.335
        self.assertEqual(form.record.amount_total, 100.01)

    def test_contingency_left(self):
        self.steel.is_contingency = True
        self.assertEqual(self.job.job_contingency, 500)
        self._approved((self.steel, -200), (self.concrete, 200))
        self.job.invalidate_recordset()
        self.assertEqual(self.job.job_contingency, 300)

    def test_history_of_a_line(self):
        self._approved((self.steel, -200), (self.concrete, 200))
        self._approved((self.steel, 50), kind="revision", date="2026-01-20")
        history = self.env["construction.budget.history"].with_user(self.reader)
        rows = history.search(
            [("project_id", "=", self.job.id), ("cost_code_id", "=", self.steel.id)]
        )
        self.assertEqual(
            [(str(row.date), row.bucket, row.amount, row.budget_after) for row in rows],
            [
                ("2026-01-10", "original_budget", 500, 500),
                ("2026-01-20", "budget_changes", 50, 550),
                ("2026-02-01", "budget_changes", -200, 350),
            ],
        )


@tagged("post_install", "-at_install")
class TestBudgetChangeGuard(BudgetCommon):
    def test_who_asked_or_has_no_right_does_not_approve(self):
        change = self._change((self.steel, -200), (self.concrete, 200))
        change.action_submit()
        for user in (self.manager, self.reader, self.controller, self.buyer):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                change.with_user(user).action_approve()
        self.assertEqual(change.state, "submitted")

    def test_a_revision_of_zero_needs_the_right_for_what_it_moves(self):
        self.env["construction.approval.rule"].create(
            {
                "name": "Big",
                "company_id": self.company.id,
                "document": "budget_change",
                "minimum_amount": 300,
                "user_id": self.controller.id,
            }
        )
        change = self._change((self.steel, -400), (self.concrete, 400), kind="revision")
        change.action_submit()
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            change.with_user(self.approver).action_approve()
        change.with_user(self.controller).action_approve()
        self.assertEqual(change.state, "approved")

    def test_nothing_gets_past_the_steps(self):
        change = self._change((self.steel, -200), (self.concrete, 200))
        with self.assertRaisesRegex(UserError, "follows from its steps"):
            change.state = "approved"
        with self.assertRaisesRegex(UserError, "follows from its steps"):
            change.copy({"state": "approved"})
        change.action_submit()
        for attempt in (
            lambda: change.line_ids.write({"amount": 5}),
            lambda: change.line_ids[:1].copy({"change_id": change.id}),
            lambda: change.write({"date": "2026-01-01"}),
            lambda: change.unlink(),
            lambda: change.line_ids.unlink(),
        ):
            with self.assertRaisesRegex(UserError, "no draft any more"), self.env.cr.savepoint():
                attempt()
        with self.assertRaisesRegex(UserError, "approved for"):
            change._write({"state": "approved"})
            self.env.cr.flush()

    @mute_logger("odoo.sql_db")
    def test_each_line_changes_something(self):
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self._change((self.steel, 0)).flush_recordset()

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_access")
    def test_only_the_own_company_and_the_right_people(self):
        change = self._approved((self.steel, -200), (self.concrete, 200))
        stranger = self._stranger("construction_jobcost.group_job_cost_all")
        other = self._person("bc_other", "construction_jobcost.group_project_manager", self.company)
        self.job.job_team_ids -= other
        history = self.env["construction.budget.history"].search([("project_id", "=", self.job.id)])
        for records in (change, change.line_ids, history):
            for user in (stranger, other):
                theirs = records.with_user(user).with_context(
                    allowed_company_ids=user.company_ids.ids
                )
                self.assertFalse(theirs.search([("id", "in", records.ids)]))
                with self.assertRaises(AccessError):
                    theirs.read(["display_name"])
        with self.assertRaises(AccessError):
            self._change((self.steel, 10), user=other)
        with self.assertRaises(AccessError):
            self._change((self.steel, 10), user=self.reader)
        with self.assertRaises(AccessError):
            change.with_user(self.manager).action_void("Mine")
