# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command, Date
from odoo.tests import tagged

from .changes_common import EXPECTED, ChangesCommon

COST = ("pending_budget_changes", "approved_changes", EXPECTED)
REVENUE = ("pending_contract_changes", "approved_contract_changes")


@tagged("post_install", "-at_install")
class TestChanges(ChangesCommon):
    def test_numbers_count_by_job_and_tier(self):
        first, second = self._change(), self._change()
        self.assertEqual((first.name, second.name), ("PCO-001", "PCO-002"))
        self.assertEqual(self._package(first).name, "PCCO-001")
        team = self.requester.ids
        other = self.job.copy({"job_code": "0078", "job_team_ids": [(6, 0, team)]})
        self.assertEqual(self._change(project_id=other.id).name, "PCO-001")
        self.assertEqual(self._change(name="PCO-009").name, "PCO-009")
        self.assertEqual(self._change().name, "PCO-010")
        self.assertEqual(self._event().name, "CE-001")

    def test_event_is_expected_cost_until_a_change_carries_it(self):
        event = self._event((1000, 1200), (500, 0, {"vendor_quote": 450}))
        self.assertEqual(self._figures(EXPECTED, *REVENUE), (1450, 0, 0))
        event.action_create_change()
        change = event.change_order_ids
        self.assertEqual((change.cost_amount, change.revenue_amount, change.days), (1450, 1200, 5))
        self.assertEqual(self._figures(EXPECTED), (1450,))
        with self.assertRaisesRegex(UserError, "No line is left"):
            event.action_create_change()
        change.action_submit()
        self.assertEqual(self._figures(*COST), (1450, 0, 1450))
        change.action_reject("Not agreed")
        self.assertEqual(self._figures(*COST), (0, 0, 1450))
        event.action_close()
        self.assertEqual(self._figures(*COST), (0, 0, 0))
        event.action_reopen()
        self.assertEqual(self._figures(EXPECTED), (1450,))
        self.company.change_event_cost = False
        self.assertEqual(self._figures(EXPECTED), (0,))
        self.assertLedgerAgrees()

    def test_void_event_never_counted(self):
        event = self._event()
        event.action_void()
        self.assertEqual(self._figures(EXPECTED), (0,))
        self.assertLedgerAgrees()

    def test_each_state_shows_in_budget_forecast_and_contract(self):
        change = self._change()
        self.assertEqual(self._figures(*COST, *REVENUE), (0, 0, 0, 0, 0))
        change.action_submit()
        self.assertEqual(self._figures(*COST, *REVENUE), (1000, 0, 1000, 1200, 0))
        package = self._package(change)
        package.action_submit()
        change.with_user(self.approver).action_approve()
        self.assertEqual(self._figures(*COST, *REVENUE), (1000, 0, 1000, 1200, 0))
        package.with_user(self.approver).action_approve()
        self.assertEqual(self._figures(*COST, *REVENUE), (0, 1000, 0, 0, 1200))
        self.assertEqual(package.date_decided, Date.to_date("2026-03-20"))
        self.assertLedgerAgrees()
        package.with_user(self.approver).action_void("Signed by mistake")
        self.assertEqual((package.state, change.state), ("void", "approved"))
        self.assertEqual(self._figures(*COST, *REVENUE), (1000, 0, 1000, 1200, 0))
        self.assertFalse(change.parent_id)
        self.assertLedgerAgrees()

    def test_draft_and_rejection_leave_nothing(self):
        change = self._change()
        change.action_submit()
        change.action_draft()
        self.assertEqual(self._figures(*COST, *REVENUE), (0, 0, 0, 0, 0))
        change.action_submit()
        change.action_reject("Owner says no")
        self.assertEqual(self._figures(*COST, *REVENUE), (0, 0, 0, 0, 0))
        self.assertEqual(change.decision_reason, "Owner says no")
        self.assertLedgerAgrees()

    def test_no_charge_is_cost_without_revenue_until_the_work_is_done(self):
        change = self._change()
        change.action_submit()
        change.with_user(self.approver).action_no_charge("Goodwill")
        self.assertEqual(self._figures(*COST, *REVENUE), (0, 0, 1000, 0, 0))
        change.action_work_done()
        self.assertEqual(self._figures(*COST, *REVENUE), (0, 0, 0, 0, 0))
        self.assertLedgerAgrees()

    def test_contingency_pays_what_the_owner_does_not(self):
        self._budget(5000, code=self.steel)
        reserve = self.env["construction.budget.line"].search(
            [("project_id", "=", self.job.id), ("cost_code_id", "=", self.steel.id)]
        )
        with self.assertRaisesRegex(ValidationError, "no contingency"), self.env.cr.savepoint():
            self._change((800, 0), contingency_line_id=reserve.id)
        self.steel.is_contingency = True
        change = self._change((800, 0), contingency_line_id=reserve.id)
        change.action_submit()
        self.assertEqual(self._figures(*COST, "budget_changes"), (0, 0, 800, 0))
        change.with_user(self.approver).action_no_charge("Out of contingency")
        entries = self.env["construction.cost.entry"]._read_group(
            [("project_id", "=", self.job.id), ("bucket", "=", "budget_changes")],
            ["cost_code_id"],
            ["amount:sum"],
        )
        self.assertEqual(dict(entries), {self.concrete: 800, self.steel: -800})
        self.assertEqual(self._figures(*COST), (0, 0, 0))
        self.assertLedgerAgrees()

    def test_figures_edited_while_pending_count_from_the_edit_on(self):
        change = self._change()
        change.action_submit()
        self._buckets()
        change.line_ids.cost_amount = 1100
        self.assertEqual(self._figures(*COST), (1100, 0, 1100))
        self.assertEqual(change.revision, 1)
        self.assertEqual(change.revision_ids.mapped("cost_amount"), [1000, 1100])
        change.line_ids.unlink()
        self.assertEqual(self._figures(*COST), (0, 0, 0))
        self.assertLedgerAgrees()

    def test_decided_figures_stay(self):
        change = self._change()
        package = self._package(change)
        package.action_submit()
        package.with_user(self.approver).action_approve()
        attempts = (
            lambda: change.line_ids.write({"cost_amount": 5}),
            lambda: change.line_ids.unlink(),
            lambda: change.write({"line_ids": [(5,)]}),
            lambda: change.write({"parent_id": False}),
            lambda: package.write({"part_ids": [(5,)]}),
            lambda: change.write({"days_own": 50}),
            lambda: change.write({"state": "draft"}),
            lambda: change.action_void("Only this one"),
            lambda: self._change(parent_id=package.id),
            lambda: package.unlink(),
        )
        for attempt in attempts:
            with self.assertRaises(UserError), self.env.cr.savepoint():
                attempt()
        self.assertEqual(self._figures(*COST), (0, 1000, 0))

    def test_owner_has_to_sign(self):
        change = self._change()
        package = self._package(change, owner_reference=False)
        package.action_submit()
        with self.assertRaisesRegex(UserError, "owner signed"):
            package.with_user(self.approver).action_approve()

    def test_job_figures(self):
        self._budget(8000)
        pending = self._change((100, 300))
        pending.action_submit()
        change = self._change()
        package = self._package(change)
        package.action_submit()
        package.with_user(self.approver).action_approve()
        self.job.write({"date_start": "2026-01-05", "date": "2026-12-01"})
        job = self.job.with_user(self.reader)
        job.invalidate_recordset()
        self.assertRecordValues(
            job,
            [
                {
                    "job_contract": 10000,
                    "job_contract_changes": 1200,
                    "job_revised_contract": 11200,
                    "job_pending_contract": 300,
                    "job_projected_contract": 11500,
                    # budget 8000 + approved 1000 + pending 100
                    "job_margin": 11200 - 9100,
                    "extension_days": 5,
                    "revised_finish_date": Date.to_date("2026-12-06"),
                    "pending_change_count": 1,
                }
            ],
        )

    def test_contract_is_no_cost(self):
        rows = self.job._get_job_cost()
        self.assertEqual(rows, [])
        self.assertEqual(self._figures("contract"), (10000,))
        self.job.contract_amount = 9000
        self.assertEqual(self._figures("contract"), (9000,))
        self.assertLedgerAgrees()

    def test_contracts_older_than_the_ledger_are_recorded_by_an_update(self):
        jobs = self.job.copy({"job_code": "0078"}) | self.job.copy({"job_code": "0079"})
        entries = self.env["construction.cost.entry"]
        entries._project_stale()
        # past the ORM, so that the ledger does not hear of it
        self.env.cr.execute(
            "UPDATE project_project SET contract_amount = 5000, active = id <> %s WHERE id IN %s",
            [jobs[0].id, jobs._ids],
        )
        jobs.invalidate_recordset()
        contract = [("project_id", "in", jobs.ids), ("bucket", "=", "contract")]
        before = entries._read_group(contract, ["project_id"], ["amount:sum"])
        self.assertEqual([amount for _job, amount in before], [10000, 10000])
        self.env["project.project"]._record_contracts()
        rows = entries._read_group(contract, ["project_id"], ["amount:sum"])
        self.assertEqual(rows, [(jobs[0], 5000), (jobs[1], 5000)])
        count = entries.search_count(contract)
        self.env["project.project"]._record_contracts()
        self.assertEqual(entries.search_count(contract), count)

    def test_as_of_a_day_before_the_signature(self):
        change = self._change()
        with freeze_time("2026-03-01"):
            change.action_submit()
        package = self._package(change, owner_signed_date="2026-03-20")
        package.action_submit()
        package.with_user(self.approver).action_approve()
        self.env.flush_all()

        def row(day):
            (row,) = self.job._get_job_cost(as_of=day)
            return row["pending_budget_changes"], row["approved_changes"]

        self.assertEqual(row("2026-03-01"), (1000, 0))
        self.assertEqual(row("2026-03-19"), (1000, 0))
        self.assertEqual(row("2026-03-20"), (0, 1000))

    def test_signature_may_be_older_than_what_was_entered(self):
        change = self._change()
        with freeze_time("2026-03-01"):
            change.action_submit()
        with freeze_time("2026-04-10"):
            change.line_ids.cost_amount = 1100
            self._buckets()
            package = self._package(change, owner_signed_date="2026-03-20")
            package.action_submit()
            package.with_user(self.approver).action_approve()
        rows = {
            day: self.job._get_job_cost(as_of=day)[0]
            for day in ("2026-03-19", "2026-03-20", "2026-04-10")
        }
        figures = {
            day: (row["pending_budget_changes"], row["approved_changes"])
            for day, row in rows.items()
        }
        self.assertEqual(
            figures,
            {"2026-03-19": (1000, 0), "2026-03-20": (0, 1100), "2026-04-10": (0, 1100)},
        )
        self.assertLedgerAgrees()

    def test_state_cannot_be_smuggled_in(self):
        attack = {
            "default_state": "approved",
            "default_date_decided": "2026-01-01",
            "default_revision": 9,
            "default_cost_amount": 0,
            "default_revenue_amount": 0,
        }
        changes = self.env["construction.change.order"].with_user(self.requester)
        line = {**self._line(), "cost_amount": 1000}
        values = {
            "title": "Free money",
            "project_id": self.job.id,
            "line_ids": [Command.create(line)],
        }
        change = changes.with_context(**attack).create(values)
        self.assertEqual((change.state, change.date_decided, change.revision), ("draft", False, 0))
        self.assertEqual(change.cost_amount, 1000)
        for forbidden in ({"state": "approved"}, {"decided_with_id": change.id}):
            with self.assertRaisesRegex(UserError, "cannot be written"):
                changes.create({**values, **forbidden})
        self.env.cr.flush()
        with self.assertRaisesRegex(UserError, "approved for"):
            change.sudo()._write({"state": "approved"})
            self.env.cr.flush()

    def test_event_state_cannot_be_smuggled_in(self):
        events = self.env["construction.change.event"].with_user(self.requester)
        attack = {"default_state": "closed", "default_date_closed": "2026-01-01"}
        event = events.with_context(**attack).create(
            {"title": "Closed before it began", "project_id": self.job.id}
        )
        self.assertEqual((event.state, event.date_closed), ("open", False))

    def test_line_carries_events_of_its_own_job(self):
        other = self.job.copy({"job_code": "0079", "job_team_ids": [(6, 0, self.requester.ids)]})
        event = self._event(project_id=other.id)
        with self.assertRaisesRegex(ValidationError, "own job"):
            self._change((1, 1, {"event_line_id": event.line_ids.id}))

    def test_lines_take_cost_types_and_own_phases_only(self):
        with self.assertRaisesRegex(ValidationError, "does not take"):
            revenue = self.env.ref("construction_jobcost.cost_type_revenue")
            self._change((1, 1, {"cost_type_id": revenue.id}))
