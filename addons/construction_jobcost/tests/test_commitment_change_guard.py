# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .commitment_common import CommitmentCommon


@tagged("post_install", "-at_install")
class TestCommitmentChangeGuard(CommitmentCommon):
    def test_the_order_stays_guarded(self):
        order = self._confirmed_order()
        line = order.order_line
        self._approved(order, {"order_line_id": line.id, "quantity": -4})
        self.assertEqual(order.approved_amount, 600)
        with self.assertRaisesRegex(UserError, "approved for"):
            line.product_qty = 8
            self.env.cr.flush()

    def test_who_asked_does_not_approve(self):
        order = self._confirmed_order()
        change = self._change(order, {"order_line_id": order.order_line.id, "quantity": 1})
        change.action_submit()
        for user in (self.manager, self.buyer, self.reader, self.controller):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                change.with_user(user).action_approve()
        self.assertEqual(change.state, "pending")

    def test_a_deduction_needs_the_right_for_its_size(self):
        self.env["construction.approval.rule"].create(
            {
                "name": "Big",
                "company_id": self.company.id,
                "document": "commitment_change",
                "minimum_amount": 5000,
                "user_id": self.controller.id,
            }
        )
        order = self._subcontract()
        change = self._change(
            order,
            {"order_line_id": order.order_line[0].id, "amount": -6000},
            {"order_line_id": order.order_line[1].id, "amount": 6000},
        )
        change.action_submit()
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            change.with_user(self.approver).action_approve()
        change.with_user(self.controller).action_approve()
        self.assertEqual(change.state, "approved")

    def test_nothing_gets_past_the_steps(self):
        order = self._confirmed_order()
        values = {"order_id": order.id, "title": "Sly", "state": "approved"}
        changes = self.env["construction.commitment.change"].with_user(self.manager)
        with self.assertRaisesRegex(UserError, "follows from its steps"):
            changes.create(values)
        change = self._change(order, {"order_line_id": order.order_line.id, "quantity": 1})
        with self.assertRaisesRegex(UserError, "follows from its steps"):
            change.state = "approved"
        change.action_submit()
        with self.assertRaisesRegex(UserError, "no draft any more"):
            change.line_ids.quantity = 100
        with self.assertRaisesRegex(UserError, "follows from its approval"):
            change.line_ids.applied_line_id = order.order_line
        with self.assertRaisesRegex(UserError, "no draft any more"):
            change.line_ids.copy({"change_id": change.id})
        with self.assertRaisesRegex(UserError, "no draft any more"):
            change.unlink()

    def test_a_low_level_write_of_the_state_is_caught(self):
        order = self._confirmed_order()
        change = self._change(order, {"order_line_id": order.order_line.id, "quantity": 1})
        with self.assertRaisesRegex(UserError, "approved for"):
            change._write({"state": "approved"})
            self.env.cr.flush()

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_access")
    def test_only_the_own_company_and_the_right_people(self):
        order = self._confirmed_order()
        change = self._change(order, {"order_line_id": order.order_line.id, "quantity": 1})
        stranger = self._stranger("construction_jobcost.group_job_cost_user")
        for records in (change, change.line_ids):
            theirs = records.with_user(stranger).with_context(
                allowed_company_ids=stranger.company_ids.ids
            )
            self.assertFalse(theirs.search([("id", "in", records.ids)]))
            with self.assertRaises(AccessError):
                theirs.read(["display_name"])
        with self.assertRaises(AccessError):
            change.with_user(self.reader).write({"title": "Mine"})
        with self.assertRaises(AccessError):
            change.with_user(self.reader).action_submit()

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_a_project_manager_changes_orders_of_the_own_jobs_only(self):
        order = self._confirmed_order()
        change = self._change(order, {"order_line_id": order.order_line.id, "quantity": 1})
        other = self._person("cc_other", "construction_jobcost.group_project_manager", self.company)
        self.job.job_team_ids -= other
        found = change.with_user(other).search([("id", "=", change.id)])
        self.assertFalse(found)
        with self.assertRaises(AccessError):
            self._change(order, {"order_line_id": order.order_line.id, "quantity": 1}, user=other)
        with self.assertRaises(AccessError):
            change.line_ids.with_user(other).write({"quantity": 5})
        buyer = self._person("cc_buyer", "construction_jobcost.group_buyer", self.company)
        self.job.job_team_ids -= buyer
        self.assertTrue(change.with_user(buyer).search([("id", "=", change.id)]))
