# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import UserError
from odoo.fields import Date
from odoo.tests import Form, tagged

from .changes_common import EXPECTED, ChangesCommon
from .document_common import PrintCommon

SUMS = (EXPECTED, "pending_commitments", "pending_commitment_changes")


@tagged("post_install", "-at_install")
class TestChangeDemand(ChangesCommon, PrintCommon):
    def _approved(self, *lines, **values):
        """Return an approved PCO, whose PCCO the owner did not sign yet."""
        change = self._change(*lines, **values)
        change.action_submit()
        change.with_user(self.approver).action_approve()
        return change

    def _cco(self, change, order):
        action = self.env.ref("construction_jobcost.construction_change_commitment_wizard_action")
        wizard = (
            self.env[action.res_model]
            .with_user(self.requester)
            .create({"change_order_id": change.id, "order_id": order.id})
        )
        return self.env["construction.commitment.change"].browse(wizard.action_create()["res_id"])

    def test_requested_cost_is_not_expected_twice(self):
        change = self._approved((1000, 1200, {"quantity": 10}))
        self.assertEqual(self._figures(*SUMS), (1000, 0, 0))
        action = change.action_raise_requisition()
        requisition = self.env["construction.requisition"].browse(action["res_id"])
        requisition = requisition.with_user(self.requester)
        self.assertEqual((requisition.amount_total, requisition.state), (1000, "draft"))
        self.assertEqual(requisition.line_ids.change_line_id, change.line_ids)
        self.assertEqual(self._figures(*SUMS), (1000, 0, 0))
        requisition.line_ids.quantity = 6
        requisition.action_submit()
        if requisition.state == "budget_check":
            requisition.with_user(self.controller).action_release("Owner pays")
        self.assertEqual(self._figures(*SUMS), (400, 600, 0))
        self.assertEqual(change.uncovered_amount, 400)
        requisition.action_cancel()
        self.assertEqual(self._figures(*SUMS), (1000, 0, 0))
        self.assertLedgerAgrees()

    def test_what_is_not_ordered_any_more_is_expected_again(self):
        change = self._approved((1000, 1200, {"quantity": 10}))
        action = change.action_raise_requisition()
        requisition = self.env["construction.requisition"].browse(action["res_id"])
        requisition = requisition.with_user(self.requester)
        requisition.line_ids.vendor_id = self.vendor
        requisition.action_submit()
        if requisition.state == "budget_check":
            requisition.with_user(self.controller).action_release("Owner pays")
        requisition.with_user(self.approver).action_approve()
        self.env.cr.flush()
        self.assertEqual(self._figures(*SUMS, "original_commitments"), (0, 0, 0, 1000))
        requisition.sudo().order_ids.button_cancel()
        self.env.cr.flush()
        self.assertEqual(requisition.state, "approved")
        self.assertEqual(self._figures(*SUMS), (0, 1000, 0), "requested again")
        requisition.action_close_rest("Done by our own crew")
        self.env.cr.flush()
        self.assertEqual(self._figures(*SUMS), (1000, 0, 0))
        self.assertEqual(change.uncovered_amount, 1000)
        self.assertLedgerAgrees()

    def test_commitment_change_takes_the_expected_cost_over(self):
        order = self._confirmed_order()
        change = self._approved((300, 400, {"quantity": 3, "product_id": self.rebar.id}))
        cco = self._cco(change, order)
        self.assertEqual(cco.change_package_ref, change.name)
        self.assertEqual(self._figures(*SUMS), (300, 0, 0))
        cco.action_submit()
        self.assertEqual(self._figures(*SUMS), (0, 0, 300))
        cco.with_user(self.approver).action_approve()
        self.assertEqual(self._figures(*SUMS, "approved_commitment_changes"), (0, 0, 0, 300))
        cco.with_user(self.approver).action_void("Not needed")
        self.assertEqual(self._figures(*SUMS, "approved_commitment_changes"), (300, 0, 0, 0))
        self.assertLedgerAgrees()

    def test_deduction_finds_the_order_to_reduce(self):
        order = self._confirmed_order()
        steel = self._confirmed_order(
            (self.rebar, 1, 50.0, {"analytic_distribution": self._coding(code=self.steel)})
        )
        change = self._approved((-200, -250))
        self.assertTrue(change.is_deductive)
        self.assertEqual(change.order_line_ids.order_id, order)
        self.assertNotIn(steel, change.order_line_ids.order_id)
        cco = self._cco(change, order)
        self.assertEqual(cco.line_ids.order_line_id, order.order_line)
        self.assertEqual(cco.amount_total, -200)
        cco.action_submit()
        self.assertEqual(self._figures(*SUMS), (0, 0, -200))
        self.assertLedgerAgrees()

    def test_open_demand_of_the_same_code_is_listed(self):
        requisition = self._requisition()
        draft = self._order()
        received = self._confirmed_order((self.rebar, 2, 10.0))
        received.picking_ids.move_ids.write({"quantity": 2, "picked": True})
        received.picking_ids.button_validate()
        change = self._approved()
        self.assertEqual(change.requisition_line_ids, requisition.line_ids)
        self.assertEqual(change.order_line_ids, draft.order_line)
        item = self._approved(
            (10, 10, {"cost_code_id": self.steel.id, "product_id": self.rebar.id})
        )
        self.assertIn(draft.order_line, item.order_line_ids)

    def test_nothing_left_to_request(self):
        change = self._approved((1000, 1200))
        change.action_raise_requisition()
        requisition = self.env["construction.requisition"].search(
            [("line_ids.change_line_id", "in", change.line_ids.ids)]
        )
        requisition.with_user(self.requester).action_submit()
        with self.assertRaisesRegex(UserError, "requested or in changes"):
            change.action_raise_requisition()

    def test_line_of_another_job_is_no_cover(self):
        other = self.job.copy({"job_code": "0079", "job_team_ids": [(6, 0, self.requester.ids)]})
        foreign = self._change(project_id=other.id)
        with self.assertRaisesRegex(UserError, "another job"):
            self._requisition(
                (1, 10.0, self.vendor, {"change_line_id": foreign.line_ids.id}),
                user=self.requester,
            )

    def test_forms_open(self):
        change = self._approved()
        with Form(change) as form:
            form.title = "Rock, more of it"
        with Form(self._event()) as form:
            form.title = "Water"

    def test_printed_change_keeps_the_cost_inside(self):
        change = self._approved((1000, 1200))
        pages = "".join(self._print("report_change_order", change.with_user(self.requester)))
        self.assertPrinted(
            pages,
            change.title,
            "Total of this change",
            "1,200.00",
            "For the owner: name, date, signature",
        )
        self.assertNotIn("1,000.00", pages)

    def test_printed_change_tells_the_finish_with_and_without_it(self):
        self.job.write({"date_start": "2026-01-05", "date": "2026-12-01"})
        change = self._approved()
        package = self._package(change, description="As on sheet S-101")
        totals = package._get_contract_totals()
        self.assertEqual((totals["other_days"], totals["finish"]), (0, Date.to_date("2026-12-06")))
        package.action_submit()
        package.with_user(self.approver).action_approve()
        self.job.invalidate_recordset()
        totals = package._get_contract_totals()
        self.assertEqual((totals["other_days"], totals["finish"]), (0, Date.to_date("2026-12-06")))
        other = self._package(self._change())
        totals = other._get_contract_totals()
        self.assertEqual((totals["other_days"], totals["finish"]), (5, Date.to_date("2026-12-11")))
