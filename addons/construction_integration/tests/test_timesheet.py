# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .common import HandlerCase


@tagged("post_install", "-at_install")
class TestTimesheet(HandlerCase):
    def setUp(self):
        super().setUp()
        self.send_job()
        self.send_codes("03-300", "06-100")

    def send_employee(self, number="E-1"):
        self.send("employee.upserted", {"employee_id": number, "name": "Rosa", "hourly_cost": "50"})

    def hours(self, line_id="1", hours="8", **data):
        return {"line_id": line_id, "cost_code": "03-300", "hours": hours} | data

    def send_timesheet(self, *lines, number="TS-1", when="2026-03-02T18:00:00Z", **data):
        payload = {
            "timesheet_id": number,
            "employee_id": "E-1",
            "date": "2026-03-02",
            "job_code": "0042",
            "approved_by": "M. Okafor",
            "approved_at": "2026-03-02T17:10:00-08:00",
            "lines": list(lines) or [self.hours()],
        }
        return self.send("timesheet.approved", payload | data, when)

    def lines(self, number="TS-1"):
        return self.env["account.analytic.line"].search([("timesheet_number", "=", number)])

    def test_hours_cost_the_employees_rate_on_the_code(self):
        self.send_employee()
        self.assertState(self.send_timesheet(), "done")
        line = self.lines()
        self.assertEqual((line.unit_amount, line.amount), (8.0, -400.0))
        self.assertEqual((line.cost_code_id.code, line.cost_type_id.code), ("03-300", "L"))
        self.assertEqual(line.timesheet_approved_by, "M. Okafor")
        self.assertEqual(str(line.timesheet_approved_at), "2026-03-03 01:10:00")
        self.assertCost(direct_cost=400)

    def test_waits_for_the_employee(self):
        message = self.send_timesheet()
        self.assertState(message, "waiting", "waiting.employee")
        self.send_employee()
        self.assertState(message, "done")
        self.assertCost(direct_cost=400)

    def test_overtime_costs_more(self):
        self.send_employee()
        self.send_timesheet(
            self.hours("1", "8"),
            self.hours("2", "2", pay_type="overtime"),
            self.hours("3", "1", pay_type="double"),
        )
        self.assertCost(direct_cost=400 + 150 + 100)

    def test_correction_changes_adds_and_removes(self):
        self.send_employee()
        self.send_timesheet(self.hours("1", "8"), self.hours("2", "2"))
        correction = self.send_timesheet(
            self.hours("1", "6", cost_code="06-100"),
            self.hours("3", "1"),
            when="2026-03-03T18:00:00Z",
        )
        self.assertState(correction, "done")
        found = {(r.timesheet_line_ref, r.cost_code_id.code, r.unit_amount) for r in self.lines()}
        self.assertEqual(found, {("1", "06-100", 6.0), ("3", "03-300", 1.0)})
        self.assertCost(direct_cost=350)

    def test_late_older_version_is_superseded(self):
        self.send_employee()
        self.send_timesheet(self.hours("1", "6"), when="2026-03-03T18:00:00Z")
        late = self.send_timesheet(self.hours("1", "8"), when="2026-03-02T18:00:00Z")
        self.assertState(late, "superseded", "superseded")
        self.assertCost(direct_cost=300)

    def test_pay_type_alone_reprices(self):
        self.send_employee()
        self.send_timesheet(self.hours("1", "8"))
        self.send_timesheet(self.hours("1", "8", pay_type="overtime"), when="2026-03-03T18:00:00Z")
        self.assertCost(direct_cost=600)

    def test_bad_one_does_not_stop_the_others(self):
        self.send_employee()
        data = {
            "employee_id": "E-1",
            "date": "2026-03-02",
            "job_code": "0042",
            "approved_by": "M. Okafor",
            "approved_at": "2026-03-02T17:10:00-08:00",
        }
        messages = [
            self.post(
                "timesheet.approved",
                data | {"timesheet_id": number, "lines": [self.hours(cost_code=code)]},
            )
            for number, code in (("TS-1", "03-300"), ("TS-2", "09-999"), ("TS-3", "06-100"))
        ]
        self.drain()
        self.assertState(messages[0], "done")
        self.assertState(messages[1], "exception", "cost_code.unknown")
        self.assertState(messages[2], "done")
        self.assertCost(direct_cost=800)

    def test_job_of_another_company_is_waited_for(self):
        self.send_employee()
        message = self.send_timesheet()
        self.assertState(message, "done")
        self.send("employee.upserted", {"employee_id": "E-1", "name": "Rosa"}, entity="B")
        payload = message.payload | {"timesheet_id": "TS-B"}
        other = self.send("timesheet.approved", payload, entity="B")
        self.assertState(other, "waiting", "waiting.job")
