# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
import io

from openpyxl import Workbook
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..core.receipt import ReceiptLine
from .commitment_common import CommitmentCommon


@tagged("post_install", "-at_install")
class TestCommitmentContract(CommitmentCommon):
    def _draft(self, **values):
        return (
            self.env["purchase.order"]
            .with_user(self.buyer)
            .create(
                {
                    "partner_id": self.vendor.id,
                    "commitment_type": "subcontract",
                    "project_id": self.job.id,
                    **values,
                }
            )
        )

    def _import(self, order, **values):
        wizard = self.env["construction.sov.import.wizard"].with_user(self.buyer)
        wizard.create({"order_id": order.id, **values}).action_import()

    def test_subcontracts_have_a_number_range_of_their_own(self):
        self.assertTrue(self._draft().name.startswith("SC"))
        self.assertFalse(self._order().name.startswith("SC"))
        orders = self.env["purchase.order"].with_context(default_commitment_type="subcontract")
        self.assertTrue(orders.create({"partner_id": self.vendor.id}).name.startswith("SC"))

    def test_a_requisition_of_lump_sums_becomes_a_subcontract(self):
        requisition = self._requisition(
            (1, 5000.0, self.vendor, {"cost_type_id": self.subcontract.id}),
            (10, 7.0, self.other_vendor),
        )
        self._budget(100000, cost_type=self.subcontract)
        self._budget(100000)
        requisition.action_submit()
        requisition.with_user(self.approver).action_approve()
        kinds = {order.partner_id: order.commitment_type for order in requisition.order_ids}
        self.assertEqual(kinds, {self.vendor: "subcontract", self.other_vendor: "material"})

    def test_the_kind_is_settled_once_in_force(self):
        order = self._subcontract(5000)
        with self.assertRaisesRegex(ValidationError, "its kind stays"):
            order.commitment_type = "service"

    def test_the_schedule_of_values_ties_to_the_contract(self):
        order = self._draft(contract_amount=3000)
        self._import(order, text="1\tFootings\t03-100\tSubcontract\t1,000\n2\tSlab\t03-100\t\t1999")
        order.with_user(self.approver).action_approve_order()
        with self.assertRaisesRegex(UserError, r"sums up to \$\W?2,999.00"):
            order.button_confirm()
        order.order_line[1].price_unit = 2000
        order.with_user(self.approver).action_approve_order()
        order.button_confirm()
        self.assertEqual(self._buckets()["original_commitments"], 3000)
        with self.assertRaisesRegex(UserError, "by a commitment change"):
            self._import(order, text="1\tMore\t03-100\tSubcontract\t1")

    def test_import_keeps_order_sections_and_numbers(self):
        order = self._draft()
        book = Workbook()
        for row in (
            ("Item", "Description", "Cost Code", "Type", "Scheduled Value", "Qty", "Unit Price"),
            (None, "Foundations", None, None, None, None, None),
            ("A-1", "Footings", "03-100", "Subcontract", 1234.5, None, None),
            ("A-2", "Piles", "05-200", "Material", None, 12, 10.25),
        ):
            book.active.append(row)
        content = io.BytesIO()
        book.save(content)
        self._import(order, file=base64.b64encode(content.getvalue()), file_name="sov.xlsx")
        lines = order.order_line
        self.assertEqual(lines.mapped("display_type"), ["line_section", False, False])
        self.assertEqual(lines.mapped("name"), ["Foundations", "Footings", "Piles"])
        self.assertEqual(lines[1:].mapped("line_ref"), ["A-1", "A-2"])
        self.assertEqual(lines[1:].mapped("price_subtotal"), [1234.5, 123])
        self.assertEqual(lines[1:].mapped("billing_basis"), ["amount", "quantity"])
        self.assertEqual(lines[2].cost_code_id, self.steel)
        self.assertEqual(lines[2].cost_type_id, self.material)

    def test_import_names_every_row_that_does_not_fit(self):
        order = self._draft()
        with self.assertRaises(UserError) as refusal:
            self._import(order, text="1\tA\t99-999\tSubcontract\t1\n2\tB\t03-100\tMagic\t1")
        for text in ("1: cost code “99-999”", "2: cost type “Magic”"):
            self.assertIn(text, str(refusal.exception))
        for text, message in (("", "Paste a table"), ("1\tA\t03-100\t\tmuch", "1: much")):
            with self.assertRaisesRegex(UserError, message):
                self._import(order, text=text)
        with self.assertRaisesRegex(UserError, "no XLSX file"):
            self._import(order, file=base64.b64encode(b"nonsense"))
        with self.assertRaisesRegex(UserError, "Choose the job"):
            self._import(self._draft(project_id=False), text="1\tA\t03-100\t\t1")
        with self.assertRaises(AccessError):
            self.env["construction.sov.import.wizard"].with_user(self.manager).create(
                {"order_id": order.id}
            )

    def test_lines_are_coded_by_code_and_type(self):
        with Form(self._draft()) as form, form.order_line.new() as line:
            line.cost_code_id = self.concrete
            line.cost_type_id = self.subcontract
            line.name = "Footings"
            line.price_unit = 700
        order = form.record
        coded = order.order_line
        self.assertEqual(coded.job_id, self.job)
        self.assertEqual(coded.analytic_distribution, self._coding(cost_type=self.subcontract))
        self.assertEqual((coded.name, coded.price_subtotal), ("Footings", 700))
        self.assertEqual(coded.product_id, self.subcontract.product_id)

    def test_terms_are_checked(self):
        order = self._draft(
            retention_work_percent=10,
            retention_tier_ids=[
                Command.create({"up_to_percent": 30, "percent": 10}),
                Command.create({"up_to_percent": 100, "percent": 0}),
            ],
        )
        self.assertEqual(order.retention_tier_ids.mapped("up_to_percent"), [30, 100])
        for values in (
            {"retention_work_percent": 101},
            {"start_date": "2026-05-01", "finish_date": "2026-04-01"},
            {"is_executed": True},
            {"retention_tier_ids": [Command.create({"up_to_percent": 30, "percent": 5})]},
            {"retention_tier_ids": [Command.create({"up_to_percent": 0, "percent": 5})]},
        ):
            with (
                self.subTest(values),
                self.assertRaises(IntegrityError),
                mute_logger("odoo.sql_db"),
                self.env.cr.savepoint(),
            ):
                order.write(values)
                self.env.flush_all()

    def test_states_of_a_commitment(self):
        order = self._order()
        states = [order.commitment_state]
        order.action_request_approval()
        states.append(order.commitment_state)
        order.with_user(self.approver).action_approve_order()
        order.button_confirm()
        states.append(order.commitment_state)
        for quantity in (4, 6):
            self.env["purchase.order"]._receive([ReceiptLine(order.order_line.id, quantity)], "R")
            states.append(order.commitment_state)
        self._bill((order.order_line, 10, 100.0)).with_user(self.approver).action_approve_bill()
        states.append(order.commitment_state)
        self.assertEqual(
            states, ["draft", "pending", "approved", "partly_received", "received", "complete"]
        )
        order.with_user(self.buyer).write({"commitment_state": "void"})
        self.assertEqual(order.commitment_state, "complete")
