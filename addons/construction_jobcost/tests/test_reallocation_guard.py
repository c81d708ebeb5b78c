# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..exceptions import CodingError
from .procurement_common import JOB_COST
from .reallocation_common import ReallocationCommon


@tagged("post_install", "-at_install")
class TestReallocationGuard(ReallocationCommon):
    """What is left of a cost, who may move it, and how it is chosen."""

    # What is left -----------------------------------------------------------------------------

    def test_no_more_is_moved_than_is_left(self):
        entry = self._entry_of(self._direct_bill().invoice_line_ids)
        self._approved((entry, {"value": 70}))
        second = self._reallocation((entry, {"value": 40}))
        self.assertEqual((second.line_ids.source_amount, second.line_ids.left_amount), (100, 30))
        with self.assertRaisesRegex(UserError, r"cannot move .*40\.00.*30\.00 is left"):
            second.action_submit()
        second.line_ids.value = 30
        second.action_submit()
        third = self._reallocation((entry, {"value": 1}))
        with self.assertRaisesRegex(UserError, r"0\.00 is left"):
            third.action_submit()
        second.action_void("No")
        third.action_submit()

    def test_what_vanished_meanwhile_is_found_at_approval(self):
        hours = self._hours()
        document = self._reallocation((self._entry_of(hours),))
        document.action_submit()
        hours.unlink()
        with self.assertRaisesRegex(UserError, r"0\.00 is left"):
            document.with_user(self.approver).action_approve()

    def test_what_does_not_make_sense_is_refused(self):
        entry = self._entry_of(self._direct_bill().invoice_line_ids)
        with self.assertRaisesRegex(UserError, "no lines"):
            self._reallocation().action_submit()
        with self.assertRaisesRegex(UserError, "reason"):
            self._reallocation((entry,), reason=" ").action_submit()
        same = {"target_project_id": self.job.id, "target_code_id": self.concrete.id}
        with self.assertRaisesRegex(UserError, "that budget line already"):
            self._reallocation((entry, same)).action_submit()
        with self.assertRaisesRegex(UserError, "no cost of"):
            self._reallocation((entry,), project_id=self.other_job.id)
        moved = self._approved((entry, {"value": 50}))
        target = self._entry_of(moved.line_ids, project_id=self.other_job.id)
        again = {"target_project_id": self.job.id}
        with self.assertRaisesRegex(UserError, "was moved here"):
            self._reallocation((target, again), project_id=self.other_job.id).action_submit()

    def test_the_target_has_to_take_it(self):
        entry = self._entry_of(self._direct_bill().invoice_line_ids)
        document = self._reallocation((entry,))
        self.steel.cost_type_ids = self.subcontract
        with self.assertRaises(CodingError) as refusal:
            document.action_submit()
        self.assertEqual(refusal.exception.code, "coding.not_allowed")
        self.steel.cost_type_ids = False
        self.concrete.active = False
        document.action_submit()
        self.other_job.job_status = "closed"
        with self.assertRaises(CodingError) as refusal:
            document.with_user(self.approver).action_approve()
        self.assertEqual(refusal.exception.code, "coding.closed")

    # Guard ------------------------------------------------------------------------------------

    def test_nothing_gets_past_the_steps(self):
        entry = self._entry_of(self._direct_bill().invoice_line_ids)
        document = self._reallocation((entry,))
        for values in ({"state": "approved"}, {"move_ids": [Command.clear()]}):
            with self.assertRaisesRegex(UserError, "follows from its steps"):
                document.write(values)
        context = self.env["construction.cost.reallocation"].with_context(default_state="approved")
        self.assertEqual(
            context.create({"project_id": self.job.id, "title": "Trick"}).state, "draft"
        )
        document.action_submit()
        for attempt in (
            lambda: document.line_ids.write({"value": 5}),
            lambda: document.line_ids.unlink(),
            lambda: document.write({"reason": "Another"}),
            lambda: document.unlink(),
        ):
            with self.assertRaisesRegex(UserError, "no draft any more"), self.env.cr.savepoint():
                attempt()
        for user in (self.manager, self.controller, self.reader):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                document.with_user(user).action_approve()
        with self.assertRaisesRegex(UserError, "approved for"), self.env.cr.savepoint():
            document._write({"state": "approved"})
            self.env.cr.flush()

    def test_approvers_of_both_jobs_decide(self):
        self.env["construction.approval.rule"].create(
            {
                "name": "Pier 8",
                "company_id": self.company.id,
                "document": "reallocation",
                "project_id": self.other_job.id,
                "user_id": self.controller.id,
            }
        )
        document = self._reallocation((self._entry_of(self._direct_bill().invoice_line_ids),))
        document.action_submit()
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            document.with_user(self.approver).action_approve()

    def test_its_entries_are_taken_back_by_it_only(self):
        self.company.approval_entries = True
        document = self._approved((self._entry_of(self._direct_bill().invoice_line_ids),))
        entry = document.sudo().move_ids
        for attempt in (entry.button_draft, entry.button_cancel, entry._reverse_moves):
            with self.assertRaisesRegex(UserError, "belongs to reallocation"):
                attempt()

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_access")
    def test_only_the_own_jobs_and_company(self):
        entry = self._entry_of(self._direct_bill().invoice_line_ids)
        document = self._reallocation((entry,))
        other = self._person("ra_other", JOB_COST + "project_manager", self.company)
        self.job.job_team_ids -= other
        stranger = self._stranger(JOB_COST + "job_cost_all")
        for user in (other, stranger):
            for records in (document, document.line_ids):
                theirs = records.with_user(user).with_context(
                    allowed_company_ids=user.company_ids.ids
                )
                self.assertFalse(theirs.search([("id", "in", records.ids)]))
                with self.assertRaises(AccessError):
                    theirs.read(["display_name"])
        with self.assertRaises(AccessError):
            self._reallocation((entry,), user=self.reader)
        self.other_job.job_team_ids -= self.manager
        with self.assertRaises(AccessError):
            self._reallocation((entry,))

    # Screens ----------------------------------------------------------------------------------

    def test_choose_costs(self):
        bill, hours = self._direct_bill(), self._hours()
        entries = self.env["construction.cost.entry"]
        entries._project_stale()
        hours.unit_amount = 6
        entries._project_stale()
        chosen = entries.search([("project_id", "=", self.job.id), ("bucket", "=", "direct_cost")])
        self.assertEqual(len(chosen), 3)
        document = self._reallocation()
        wizard = (
            self.env["construction.cost.reallocation.wizard"]
            .with_user(self.manager)
            .with_context(default_reallocation_id=document.id)
        )
        with Form(wizard) as form:
            self.assertEqual(form.target_project_id, self.job)
            form.target_project_id = self.other_job
            form.percent = 25
            for entry in chosen:
                form.entry_ids.add(entry)
        form.record.action_add()
        self.assertEqual(
            {(line.document_name, line.amount, line.target_code_id) for line in document.line_ids},
            {(bill.name, 25, self.concrete), ("Pour", 75, self.concrete)},
        )
        with Form(document) as form, form.line_ids.edit(0) as line:
            self.assertEqual(line.document_name, document.line_ids[0].document_name)

    def test_from_the_job_to_its_reallocations(self):
        document = self._approved((self._entry_of(self._direct_bill().invoice_line_ids),))
        for job in (self.job, self.other_job):
            action = job.with_user(self.manager).action_view_reallocations()
            found = self.env["construction.cost.reallocation"].search(action["domain"])
            self.assertEqual(found, document)
        self.assertEqual(self.job.with_user(self.manager).reallocation_count, 1)
