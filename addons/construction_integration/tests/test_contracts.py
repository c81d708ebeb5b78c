# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from pydantic import ValidationError

from odoo.tests import BaseCase, tagged

from odoo.addons.construction_connector_base.core.contract import all_contracts

from ..contracts.labor import TimesheetApproved
from ..contracts.master_data import CostCodeUpserted, JobUpserted
from ..contracts.payables import INVOICE_RECEIVED
from ..contracts.procurement import REQUISITION_SUBMITTED
from ..contracts.receiving import GOODS_RECEIVED

NAMES = {
    "job.upserted",
    "cost_code.upserted",
    "vendor.upserted",
    "item.upserted",
    "employee.upserted",
    "estimate.awarded",
    "requisition.submitted",
    "goods.received",
    "invoice.received",
    "timesheet.approved",
}


@tagged("post_install", "-at_install")
class TestContracts(BaseCase):
    def contracts(self):
        return [c for c in all_contracts() if c.handler.startswith("construction.handler.")]

    def refuse(self, contract, **changes):
        """Validate a contract's example with changes; return the words of the refusal."""
        with self.assertRaises(ValidationError) as caught:
            contract.payload.model_validate(contract.example | changes)
        return str(caught.exception)

    def test_all_contracts_are_registered(self):
        self.assertEqual({contract.name for contract in self.contracts()}, NAMES)

    def test_examples_are_valid(self):
        for contract in self.contracts():
            with self.subTest(contract.type):
                data = contract.payload.model_validate(contract.example)
                self.assertTrue(contract.document(data))
                self.assertTrue(contract.ordering_key(data))

    def test_unknown_fields_are_refused(self):
        for contract in self.contracts():
            with self.subTest(contract.type):
                self.assertIn("colour", self.refuse(contract, colour="red"))

    def test_line_ids_are_unique(self):
        line = REQUISITION_SUBMITTED.example["lines"][0]
        self.assertIn("more than once", self.refuse(REQUISITION_SUBMITTED, lines=[line, line]))

    def test_a_document_needs_lines(self):
        self.assertIn("lines", self.refuse(REQUISITION_SUBMITTED, lines=[]))

    def test_invoice_total_is_lines_plus_tax(self):
        self.assertIn("differs from lines", self.refuse(INVOICE_RECEIVED, total="13140.01"))
        self.assertIn("differs from lines", self.refuse(INVOICE_RECEIVED, tax_total="1"))

    def test_invoice_line_amount_is_quantity_times_price(self):
        line = INVOICE_RECEIVED.example["lines"][0] | {"unit_price": "182.60"}
        self.assertIn("quantity × unit_price", self.refuse(INVOICE_RECEIVED, lines=[line]))

    def test_order_lines_need_the_order(self):
        self.assertIn("needs the invoice's order", self.refuse(INVOICE_RECEIVED, order=None))

    def test_not_more_rejected_than_delivered(self):
        line = GOODS_RECEIVED.example["lines"][0] | {"rejected_quantity": "73"}
        self.assertIn("larger than quantity", self.refuse(GOODS_RECEIVED, lines=[line]))

    def test_job_ends_after_it_starts(self):
        with self.assertRaises(ValidationError):
            JobUpserted(job_code="1", name="J", start_date="2026-02-01", end_date="2026-01-01")

    def test_cost_code_is_not_its_own_parent(self):
        with self.assertRaises(ValidationError):
            CostCodeUpserted(code="03", name="Concrete", parent_code="03")

    def test_a_day_has_24_hours(self):
        data = {
            "timesheet_id": "T",
            "employee_id": "E",
            "date": "2026-03-02",
            "job_code": "0042",
            "approved_by": "Foreman",
            "approved_at": "2026-03-02T17:00:00Z",
            "lines": [{"line_id": "1", "cost_code": "03-300", "hours": "24.5"}],
        }
        with self.assertRaises(ValidationError):
            TimesheetApproved.model_validate(data)
