# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date, datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..core.receipt import ReceiptLine
from .commitment_common import CommitmentCommon


@tagged("post_install", "-at_install")
class TestCommitmentProgress(CommitmentCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.site = cls._person("pr_site", "construction_jobcost.group_site", cls.company)

    def setUp(self):
        super().setUp()
        with freeze_time("2026-02-02 10:00:00"):
            self.contract = self._subcontract(10000.0, 5000.0)
        self.first, self.second = self.contract.order_line

    def _confirm(self, user=None, attachments=(), **quantities):
        order = self.contract.with_user(user or self.site)
        action = order.action_confirm_services()
        wizard = (
            self.env["construction.service.confirm.wizard"]
            .with_user(user or self.site)
            .create({**self._defaults(action), "date": "2026-03-31", "reference": "WR-7"})
        )
        wizard.attachment_ids = [Command.set(list(attachments))]
        for line in wizard.line_ids:
            line.percent = quantities.get(f"line{line.line_ref}", 0.0)
            line._inverse_percent()
        wizard.action_confirm()
        self.env.cr.flush()

    def _defaults(self, action):
        return {"order_id": action["context"]["default_order_id"]}

    def _milestone(self, **values):
        return (
            self.env["construction.milestone"]
            .with_user(self.manager)
            .create({"name": "Roof is tight", "order_line_id": self.first.id, **values})
        )

    def test_services_are_confirmed_by_percent_to_the_cent(self):
        paper = (
            self.env["ir.attachment"].with_user(self.site).create({"name": "p.txt", "raw": b"x"})
        )
        for percent in (33.33, 33.33, 33.34):
            first = not self.first.sudo().service_receipt_ids
            self._confirm(line1=percent, attachments=paper.ids if first else ())
        receipts = self.contract.sudo().order_line.service_receipt_ids
        self.assertEqual(len(receipts), 3)
        self.assertEqual(self._buckets()["received_services"], 10000)
        self.assertEqual(self._buckets()["accrued"], 10000)
        self.assertEqual(self.first.qty_received, 1)
        first = receipts[0]
        self.assertEqual((first.amount, first.percent), (3333, 33.33))
        self.assertEqual(first.user_id, self.site)
        self.assertEqual((str(first.date), first.reference), ("2026-03-31", "WR-7"))
        self.assertEqual(first.attachment_ids.with_user(self.reader).raw, b"x")
        self.assertTrue(first.name.startswith("SE/"))
        self.assertSwept()

    def test_a_confirmation_is_taken_back_by_a_counter_entry(self):
        self._confirm(line1=40.0, line2=10.0)
        receipt = self.first.sudo().service_receipt_ids
        with freeze_time("2026-04-04 10:00:00"):
            receipt.with_user(self.manager).action_withdraw("Counted twice")
            self.env.cr.flush()
        counter = receipt.correction_ids
        self.assertEqual((counter.quantity, counter.note), (-0.4, "Counted twice"))
        self.assertEqual(self._buckets()["received_services"], 500)
        self.assertEqual(self.first.qty_received, 0)
        entries = self.env["construction.cost.entry"].search(
            [("bucket", "=", "received_services"), ("source_id", "=", self.first.id)], order="id"
        )
        self.assertEqual(
            [(str(e.date), e.amount) for e in entries],
            [("2026-03-31", 4000), ("2026-04-04", -4000)],
        )
        for again in (receipt, counter):
            with self.assertRaisesRegex(UserError, "taken back already"):
                again.with_user(self.manager).action_withdraw("Again")

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_access")
    def test_confirming_takes_a_right(self):
        with self.assertRaises(AccessError):
            self._confirm(user=self.reader, line1=10.0)
        receipts = self.env["construction.service.receipt"]
        for user in (self.site, self.manager, self.buyer):
            self.assertFalse(receipts.with_user(user).has_access("create"))
        milestone = self._milestone(percent=10)
        with self.assertRaises(AccessError):
            milestone.with_user(self.reader).action_reach()
        stranger = self._stranger("construction_jobcost.group_job_cost_user")
        theirs = milestone.with_user(stranger).with_context(
            allowed_company_ids=stranger.company_ids.ids
        )
        self.assertFalse(theirs.search([("id", "=", milestone.id)]))

    def test_a_reached_milestone_is_received_and_accrued(self):
        roof = self._milestone(percent=30)
        fixed = self._milestone(name="Handover", basis="amount", fixed_amount=1234.56)
        roof.with_user(self.site).action_reach(date(2026, 3, 10))
        fixed.with_user(self.site).action_reach(date(2026, 3, 20))
        self.env.cr.flush()
        self.assertEqual(self._buckets()["received_milestones"], 4234.56)
        self.assertEqual(self._buckets()["accrued"], 4234.56)
        self.assertEqual(roof.confirmed_by_id, self.site)
        self.assertEqual(self.contract.commitment_state, "partly_received")
        bill = self._bill((self.first, 1, 3000.0))
        bill.with_user(self.approver).action_approve_bill("Agreed")
        self.assertEqual(self._buckets()["accrued"], 1234.56)
        fixed.with_user(self.site).action_withdraw("Not tight")
        self.env.cr.flush()
        self.assertEqual(self._buckets()["received_milestones"], 3000)
        self.assertNotIn("accrued", self._buckets())
        self.assertSwept()

    def test_a_milestone_follows_the_changes_of_its_line(self):
        roof = self._milestone(percent=30)
        roof.action_reach()
        self._approved(self.contract, {"order_line_id": self.first.id, "amount": 1000})
        self.assertEqual(self._buckets()["received_milestones"], 3300)
        self.assertEqual(roof.amount, 3300)

    def test_milestones_and_confirmations_stand_side_by_side(self):
        self._milestone(percent=30).action_reach()
        self._confirm(line1=20.0)
        self.assertEqual(self.first.qty_received, 0.5)
        self.first.qty_received = 0.6
        self.env.cr.flush()
        self.assertEqual(self._buckets()["received_milestones"], 3000)
        self.assertEqual(self._buckets()["received_services"], 3000)
        self.assertSwept()

    def test_milestones_have_to_fit(self):
        order = self._confirmed_order()
        with self.assertRaisesRegex(ValidationError, "for goods"):
            self._milestone(order_line_id=order.order_line.id, percent=10)
        milestone = self._milestone(percent=10)
        with self.assertRaisesRegex(UserError, "not written"):
            milestone.reached_date = "2026-03-01"
        milestone.action_reach()
        for change in ({"percent": 90}, {"order_line_id": self.second.id}):
            with self.assertRaisesRegex(UserError, "Take the confirmation back"):
                milestone.write(change)
        with self.assertRaisesRegex(UserError, "Take the confirmation back"):
            milestone.unlink()

    def test_nothing_is_confirmed_on_a_closed_contract(self):
        milestone = self._milestone(percent=10)
        self.contract.action_close("Done")
        with self.assertRaisesRegex(UserError, "is closed"):
            milestone.action_reach()
        with self.assertRaisesRegex(UserError, "is closed"):
            self._confirm(line1=5.0)


@tagged("post_install", "-at_install")
class TestOverReceipt(CommitmentCommon):
    def _receive(self, line, quantity):
        buyer = self.env["purchase.order"].with_user(self.buyer)
        buyer._receive([ReceiptLine(line.id, quantity, datetime(2026, 3, 1))], "R")
        self.env.cr.flush()

    def test_the_company_asks_the_project_manager(self):
        line = self._confirmed_order().order_line
        with self.assertRaisesRegex(UserError, "accept the surplus"), self.env.cr.savepoint():
            self._receive(line, 11)
        with self.assertRaises(AccessError):
            line.with_user(self.buyer).action_accept_over_receipt(12, "Fits")
        line.with_user(self.buyer).write({"over_receipt_accepted": 99})
        self.assertFalse(line.over_receipt_accepted)
        line.with_user(self.manager).action_accept_over_receipt(12, "Fits")
        self._receive(line, 12)
        self.assertEqual(line.qty_received, 12)
        with self.assertRaisesRegex(UserError, "accept the surplus"), self.env.cr.savepoint():
            self._receive(line, 1)

    def test_tolerance_and_refusal(self):
        self.company.over_receipt_policy = "refuse"
        self.company.over_receipt_percent = 10
        self.company.over_receipt_amount = 150
        line = self._confirmed_order(
            (self.rebar, 10, 100.0), (self.rebar, 20, 100.0), (self.rebar, 10, 100.0)
        ).order_line
        self._receive(line[0], 11)
        with self.assertRaisesRegex(UserError, "refused"), self.env.cr.savepoint():
            self._receive(line[1], 22)
        self._receive(line[1], 21)
        line[2].over_receipt_policy = "allow"
        self._receive(line[2], 50)
        self.assertEqual(line.mapped("qty_received"), [11, 21, 50])

    def test_orders_without_a_job_are_none_of_its_business(self):
        order = self._order((self.rebar, 10, 100.0, {"analytic_distribution": False}))
        order.button_confirm()
        self._receive(order.order_line, 30)
        self.assertEqual(order.order_line.qty_received, 30)

    def test_less_is_never_refused(self):
        service = self.env["product.product"].create(
            {"name": "Crane", "type": "service", "purchase_method": "receive"}
        )
        line = self._confirmed_order((service, 10, 100.0)).order_line
        line.over_receipt_policy = "allow"
        self._receive(line, 15)
        line.over_receipt_policy = "refuse"
        self._receive(line, -2)
        self.assertEqual(line.qty_received, 13)
        with self.assertRaisesRegex(UserError, "refused"), self.env.cr.savepoint():
            self._receive(line, 1)
