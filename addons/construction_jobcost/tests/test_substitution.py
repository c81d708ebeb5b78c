# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..core.receipt import ReceiptLine
from .approval_common import ApprovalCommon
from .procurement_common import JOB_COST


@tagged("post_install", "-at_install")
class TestSubstitution(ApprovalCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.technician = cls._person("pc_technician", JOB_COST + "technical_approver", cls.company)
        cls.mesh = cls.env["product.product"].create(
            {"name": "Mesh", "type": "consu", "is_storable": True, "purchase_method": "receive"}
        )

    def setUp(self):
        super().setUp()
        self._budget(5000)
        item = {"product_id": self.rebar.id, "uom_id": self.unit.id}
        self.requisition = self._requisition((10, 100.0, self.vendor, item))
        self.requisition.action_submit()

    def _ordered(self):
        self.requisition.with_user(self.approver).action_approve()
        self.env.cr.flush()
        self.order = self.requisition.sudo().order_ids
        self.old = self.order.order_line
        return self.old

    def _substitute(self, line, quantity=20, price=60.0, user=None, **values):
        field = "order_line_id" if line._name == "purchase.order.line" else "requisition_line_id"
        return (
            self.env["construction.substitution"]
            .with_user(user or self.manager)
            .create(
                {
                    field: line.id,
                    "product_id": self.mesh.id,
                    "quantity": quantity,
                    "price_unit": price,
                    "requested_by": "vendor",
                    "reason": "Rebar is out of stock",
                    **values,
                }
            )
        )

    def _approved(self, line, **values):
        substitution = self._substitute(line, **values)
        substitution.action_request()
        substitution.with_user(self.technician).action_approve_technical()
        if substitution.state == "technical":
            substitution.with_user(self.approver).action_approve()
        self.env.cr.flush()
        return substitution

    def check(self, original, changes, pending=0):
        buckets = self._buckets()
        self.assertEqual(
            [
                buckets.get(name, 0)
                for name in (
                    "original_commitments",
                    "approved_commitment_changes",
                    "pending_commitments",
                )
            ],
            [original, changes, pending],
        )
        self.assertEqual(self.env["construction.cost.entry"]._sweep(), [])

    def test_dearer_one_takes_two_people_and_is_a_change_of_the_commitment(self):
        substitution = self._substitute(self._ordered())
        self.assertEqual(substitution.difference, 200)
        substitution.action_request()
        self.assertIn(self.technician, substitution.activity_ids.user_id)
        self.check(1000, 0)
        substitution.with_user(self.technician).action_approve_technical("Same strength")
        self.assertEqual(substitution.state, "technical")
        self.check(1000, 0)
        substitution.with_user(self.approver).action_approve()
        self.env.cr.flush()
        self.check(1000, 200)
        self.assertEqual(self.order.approved_amount, 1200)
        new = substitution.new_order_line_id
        self.assertRecordValues(
            new,
            [
                {
                    "product_id": self.mesh.id,
                    "product_qty": 20,
                    "price_unit": 60,
                    "line_ref": "1",
                    "requisition_line_id": self.requisition.line_ids.id,
                }
            ],
        )
        self.assertEqual(new.analytic_distribution, self._coding())
        self.assertEqual(self.old.product_qty, 0)
        self.assertEqual(self.requisition.state, "ordered")
        self.assertRecordValues(
            substitution,
            [
                {
                    "state": "approved",
                    "old_quantity": 10,
                    "old_amount": 1000,
                    "difference": 200,
                    "technical_approver_id": self.technician.id,
                    "technical_note": "Same strength",
                }
            ],
        )
        self.assertEqual(self.old.substitution_ids, substitution)

    def test_cheaper_one_takes_effect_with_the_technical_approval(self):
        substitution = self._substitute(self._ordered(), price=45.0)
        substitution.action_request()
        substitution.with_user(self.technician).action_approve_technical()
        self.env.cr.flush()
        self.assertEqual(substitution.state, "approved")
        self.check(1000, -100)

    def test_receipt_and_bill_match_the_substitute(self):
        substitution = self._approved(self._ordered())
        new = substitution.new_order_line_id
        moves = self.order.picking_ids.move_ids.filtered(
            lambda m: m.state != "cancel" and m.product_uom_qty
        )
        self.assertEqual((moves.product_id, moves.product_uom_qty), (self.mesh, 20))
        self.env["purchase.order"]._receive([ReceiptLine(new.id, 20)], "R1")
        self.env.cr.flush()
        self.assertEqual(self.requisition.state, "received")
        bill = self._bill((new, 20, 60.0))
        self.assertEqual(bill.match_state, "matched")
        bill.with_user(self.approver).action_approve_bill()
        self.env.cr.flush()
        self.assertEqual(self._buckets()["invoiced"], 1200)

    def test_only_what_is_left_is_replaced(self):
        self._ordered()
        self.env["purchase.order"]._receive([ReceiptLine(self.old.id, 4)], "R1")
        self.env.cr.flush()
        self._approved(self.old, quantity=12)
        self.assertEqual(self.old.product_qty, 4)
        # 4 x 100 stay, 12 x 60 come instead of 6 x 100
        self.check(1000, 120)
        self.assertEqual(self.requisition.line_ids.open_quantity, 0)

    def test_rejected_changes_nothing(self):
        for state in ("requested", "technical"):
            with self.subTest(state=state):
                line = self._ordered() if self.requisition.state == "submitted" else self.old
                substitution = self._substitute(line)
                substitution.action_request()
                judge = self.technician
                if state == "technical":
                    substitution.with_user(self.technician).action_approve_technical()
                    judge = self.approver
                substitution.with_user(judge).action_reject("Not this one")
                self.env.cr.flush()
                self.assertEqual(substitution.state, "rejected")
                self.check(1000, 0)
                self.assertEqual(len(self.order.order_line), 1)

    def test_approver_must_be_right_for_the_new_total(self):
        rules = self.env["construction.approval.rule"]
        rules.create({"name": "Small", "document": "order", "user_id": self.approver.id})
        rules.create(
            {
                "name": "Large",
                "document": "order",
                "minimum_amount": 1100,
                "user_id": self.controller.id,
            }
        )
        substitution = self._substitute(self._ordered())
        substitution.action_request()
        substitution.with_user(self.technician).action_approve_technical()
        with self.assertRaises(AccessError):
            substitution.with_user(self.approver).action_approve()
        substitution.with_user(self.controller).action_approve()
        self.env.cr.flush()
        self.check(1000, 200)

    def test_who_asked_decides_nothing(self):
        both = self._person(
            "pc_both",
            f"{JOB_COST}technical_approver,{JOB_COST}approver,{JOB_COST}site",
            self.company,
        )
        substitution = self._substitute(self._ordered(), user=both)
        substitution.action_request()
        with self.assertRaises(AccessError):
            substitution.with_user(both).action_approve_technical()
        substitution.with_user(self.technician).action_approve_technical()
        with self.assertRaises(AccessError):
            substitution.with_user(both).action_approve()

    def test_wrong_users(self):
        self._ordered()
        with self.assertRaises(AccessError):
            self._substitute(self.old, user=self.reader)
        substitution = self._substitute(self.old)
        substitution.action_request()
        for user in (self.manager, self.approver, self.reader, self.buyer):
            with self.assertRaises(AccessError):
                substitution.with_user(user).action_approve_technical()
        substitution.with_user(self.technician).action_approve_technical()
        for user in (self.manager, self.technician, self.reader, self.buyer):
            with self.assertRaises(AccessError):
                substitution.with_user(user).action_approve()
        self.check(1000, 0)

    def test_steps_and_what_was_requested_cannot_be_written(self):
        line, told = self._ordered(), {"technical_approver_id": self.technician.id}
        for values in ({"state": "technical"}, told):
            with self.assertRaisesRegex(UserError, "cannot be written"):
                self._substitute(line, **values)
        substitution = self._substitute(line)
        substitution.action_request()
        for values in ({"state": "technical"}, told):
            with self.assertRaisesRegex(UserError, "cannot be written"):
                substitution.write(values)
        with self.assertRaises(UserError):
            substitution.write({"price_unit": 1.0})
        with self.assertRaises(UserError):
            substitution.unlink()
        context = {"default_state": "technical"}
        sneaky = self.env["construction.substitution"].with_user(self.manager)
        copied = sneaky.with_context(**context).create(substitution.copy_data()[0])
        self.assertEqual(copied.state, "draft")

    def test_nothing_left_to_replace(self):
        self._ordered()
        self.env["purchase.order"]._receive([ReceiptLine(self.old.id, 10)], "R1")
        with self.assertRaises(UserError):
            self._substitute(self.old).action_request()

    def test_over_budget_takes_somebody_who_may_release(self):
        substitution = self._substitute(self._ordered(), price=400.0)
        substitution.action_request()
        substitution.with_user(self.technician).action_approve_technical()
        with self.assertRaisesRegex(UserError, "available"):
            substitution.with_user(self.approver).action_approve()
        self.approver.group_ids |= self.env.ref("construction_jobcost.group_budget_override")
        substitution.with_user(self.approver).action_approve()
        self.env.cr.flush()
        self.check(1000, 7000)

    def test_requested_line_before_it_is_ordered(self):
        line = self.requisition.line_ids
        substitution = self._substitute(line)
        substitution.action_request()
        substitution.with_user(self.technician).action_approve_technical()
        self.assertEqual(line.product_id, self.rebar)
        substitution.with_user(self.approver).action_approve()
        self.env.cr.flush()
        self.assertRecordValues(
            line, [{"product_id": self.mesh.id, "quantity": 20, "amount": 1200}]
        )
        self.check(0, 0, 1200)
        self.requisition.with_user(self.approver).action_approve()
        self.env.cr.flush()
        self.check(1200, 0)

    def test_requested_line_after_the_approval(self):
        line = self.requisition.line_ids
        line.vendor_id = False
        self.requisition.with_user(self.approver).action_approve()
        self._approved(line)
        self.assertEqual(self.requisition.approved_amount, 1200)
        line.with_user(self.buyer).vendor_id = self.vendor
        self.requisition.with_user(self.buyer).action_create_orders()
        self.env.cr.flush()
        self.check(1200, 0)

    def test_other_job_and_company_see_nothing(self):
        substitution = self._substitute(self._ordered())
        self.env.cr.flush()
        records = self.env["construction.substitution"]
        self.assertTrue(records.with_user(self.reader).search([("id", "=", substitution.id)]))
        self.job.job_team_ids -= self.reader
        self.env.invalidate_all()
        self.assertFalse(records.with_user(self.reader).search([("id", "=", substitution.id)]))
        with self.assertRaises(AccessError):
            self.job.job_team_ids -= self.manager
            self.env.invalidate_all()
            self._substitute(self.old)
        stranger = self._stranger(JOB_COST + "buyer")
        foreign = records.with_user(stranger).with_context(
            allowed_company_ids=stranger.company_id.ids
        )
        self.assertFalse(foreign.search([("id", "=", substitution.id)]))
