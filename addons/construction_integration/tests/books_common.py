# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from .common import HandlerCase


class BooksCase(HandlerCase):
    """A company with a chart of accounts; a bill and a timesheet of April 2026 to send."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["account.chart.template"].try_loading(
            "generic_coa", company=cls.acme, install_demo=False
        )
        cls.acme.account_purchase_tax_id = False
        cls.env["product.product"].search([]).supplier_taxes_id = False

    def setUp(self):
        super().setUp()
        self.set_up_job()
        self.send("employee.upserted", {"employee_id": "E-1", "name": "Rosa", "hourly_cost": "50"})

    def send_invoice(self, **data):
        line = {
            "line_id": "1",
            "description": "Permit",
            "quantity": "1",
            "unit_price": "80.00",
            "amount": "80.00",
            "job_code": "0042",
            "cost_code": "03-300",
            "cost_type": "M",
        }
        payload = {
            "vendor_id": "V-1",
            "invoice_number": "INV-1",
            "invoice_date": "2026-04-20",
            "total": "80.00",
            "lines": [line],
        }
        return self.send("invoice.received", payload | data)

    def timesheet(self):
        return {
            "timesheet_id": "TS-1",
            "employee_id": "E-1",
            "date": "2026-04-30",
            "job_code": "0042",
            "approved_by": "M. Okafor",
            "approved_at": "2026-05-01T17:10:00-08:00",
            "lines": [{"line_id": "1", "cost_code": "03-300", "hours": "8"}],
        }

    def send_timesheet(self):
        return self.send("timesheet.approved", self.timesheet())
