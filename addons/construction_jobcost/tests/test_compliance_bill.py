# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged

from .compliance_pay_common import CompliancePayCommon


@tagged("post_install", "-at_install")
class TestComplianceBill(CompliancePayCommon):
    """Bills of a subcontract that no payment application led to take waivers of their own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        case = cls("test_a_waiver_of_the_bill")
        cls.order = case._confirmed_order((cls.rebar, 10, 100.0), commitment_type="subcontract")
        cls.order.order_line.qty_received = 10
        cls.rule = case._rule(cls.lien, "payment")
        cls.bill = case._posted(3, "2026-03-10")

    def _posted(self, quantity, day):
        bill = self._bill((self.order.order_line, quantity, 100.0), invoice_date=day, date=day)
        bill.with_user(self.approver).action_approve_bill()
        self.env.cr.flush()
        return bill

    def _bill_waiver(self, **values):
        return self._verified(
            self.lien,
            **{
                "order_id": self.order.id,
                "waiver_condition": "conditional",
                "waiver_scope": "progress",
                "through_date": "2026-03-10",
                "waiver_amount": 300,
                "signed_date": "2026-03-12",
                **values,
            },
        )

    def _printed(self, paper):
        report = "construction_jobcost.report_lien_waiver"
        html = self.env["ir.actions.report"]._render_qweb_html(report, paper.ids)[0]
        return " ".join(html.decode().split())

    def _paid(self, bill):
        self._pay(bill)
        self.env.cr.flush()
        self.assertEqual(bill.payment_state, "paid")

    def test_a_waiver_of_the_bill(self):
        text = f"Lien Waiver (conditional, progress) for {self.bill.display_name}"
        self.assertEqual(self.bill.compliance_state, "hold")
        self.assertStopped((text, "$\N{NO-BREAK SPACE}300.00", "03/10/2026"), self._pay, self.bill)
        self._bill_waiver(bill_id=self.bill.id, waiver_amount=299.99)
        self.assertStopped("has to be for $\N{NO-BREAK SPACE}300.00", self._pay, self.bill)
        self._bill_waiver(bill_id=self.bill.id, through_date="2026-03-09")
        self.assertStopped(text, self._pay, self.bill)
        paper = self._bill_waiver(bill_id=self.bill.id)
        self.assertEqual((paper.project_id, paper.currency_id), (self.job, self.order.currency_id))
        self._paid(self.bill)

    def test_a_waiver_of_the_order_for_all_that_is_billed(self):
        second = self._posted(2, "2026-03-20")
        self._bill_waiver(waiver_amount=499, through_date="2026-03-31")
        self.env.invalidate_all()
        self.assertEqual((self.bill.compliance_state, second.compliance_state), ("clear", "hold"))
        self.assertStopped("has to be for $\N{NO-BREAK SPACE}500.00", self._pay, second)
        paper = self._bill_waiver(waiver_amount=500, through_date="2026-03-31")
        self.assertIn(self.order.name, self._printed(paper))
        self._pay(self.bill, second)
        self.env.cr.flush()
        self.assertEqual((self.bill.payment_state, second.payment_state), ("paid", "paid"))

    def test_waivers_of_the_last_payment_and_the_last_bill(self):
        self._bill_waiver(bill_id=self.bill.id)
        self._paid(self.bill)
        last = self._posted(7, "2026-03-31")
        with self.assertRaises(UserError) as stop, self.cr.savepoint():
            self._pay(last)
        self.assertIn(
            f"(unconditional, progress) for {self.bill.display_name}", str(stop.exception)
        )
        self.assertIn(f"(conditional, final) for {last.display_name}", str(stop.exception))
        self._bill_waiver(bill_id=self.bill.id, waiver_condition="unconditional")
        values = {"bill_id": last.id, "waiver_amount": 700, "through_date": "2026-03-31"}
        self._bill_waiver(**values)
        self.assertStopped("of another kind", self._pay, last)
        self._bill_waiver(**values, waiver_scope="final")
        self._paid(last)

    def test_payrolls_from_one_bill_to_the_next(self):
        self.rule.with_user(self.controller).active = False
        self.order.start_date = "2026-03-02"
        self._rule(self.payroll, "payment")
        self.env.invalidate_all()
        self.assertIn("week until 03/08/2026", self.bill.compliance_note)
        self.assertNotIn("03/15/2026", self.bill.compliance_note)
        self._verified(self.payroll, order_id=self.order.id, week_ending="2026-03-08")
        self._paid(self.bill)
        second = self._posted(2, "2026-03-20")
        self.assertIn("week until 03/15/2026", second.compliance_note)
        self.assertNotIn("03/08/2026", second.compliance_note)

    def test_what_is_lacking_is_entered_from_the_bill(self):
        action = self.bill.with_user(self.finance).action_view_requirements()
        row = self.env["construction.compliance.requirement"].search(action["domain"])
        action = row.with_user(self.finance).action_enter_paper()
        papers = self.env["construction.compliance.document"].with_user(self.finance)
        form = Form(papers.with_context(**action["context"]))
        self.assertEqual(form.bill_id, self.bill)
        form.signed_date = "2026-03-12"
        paper = form.save()
        self.assertEqual((paper.order_id, paper.waiver_amount), (self.order, 300))
        for text in (self.bill.display_name, "$ 300.00", self.order.name):
            self.assertIn(text, self._printed(paper))
        paper.with_user(self.buyer).action_verify()
        self._paid(self.bill)

    def test_a_bill_in_another_currency_than_its_order(self):
        euro = self._euro(("2026-01-01", 0.5))
        bill = self._bill((self.order.order_line, 2, 50.0), currency_id=euro.id)
        self.assertIn("for at least $\N{NO-BREAK SPACE}200.00", bill.compliance_note)

    def test_what_the_waiver_has_to_fit(self):
        with self.assertRaises(ValidationError):
            self._bill_waiver(partner_id=self.other_vendor.id, bill_id=self.bill.id)
        other = self._subcontract(100.0, commitment_type="subcontract")
        with self.assertRaises(ValidationError):
            self._bill_waiver(order_id=other.id, bill_id=self.bill.id)
        # where there are applications it names one
        self._application(other, 50.0)
        with self.assertRaisesRegex(UserError, "Application"):
            self._bill_waiver(order_id=other.id)

    def test_a_bill_taken_off_its_application(self):
        """It does not help to link a bill by hand to an application that has its waiver."""
        contract = self._subcontract(1000.0, commitment_type="subcontract")
        application = self._certified(contract, 200.0)
        bill = self._billed(application)
        self._waiver(application)
        application.sudo()._set(bill_id=False)
        text = f"for {bill.display_name}"
        self.assertStopped(text, self._pay, bill)
        bill.sudo().payment_application_id = application
        self.assertStopped(text, self._pay, bill)

    def test_many_bills_are_judged_at_once(self):
        bills = self.bill
        for day in range(11, 17):
            bills |= self._bill((self.order.order_line, 1, 100.0), invoice_date=f"2026-03-{day}")

        def count(records):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.assertEqual(set(records.mapped("compliance_state")), {"hold"})
            return self.cr.sql_log_count - before

        count(bills)
        self.assertLessEqual(count(bills), count(bills[:2]) + 1)

    def test_the_order_lists_what_its_bills_wait_for(self):
        self._rule(self.liability, "payment")
        for record in (self.order, self.job, self.vendor):
            action = record.with_user(self.finance).action_view_requirements()
            rows = self.env["construction.compliance.requirement"].search(action["domain"])
            self.assertEqual(
                [(row.document_name, row.name, row.status) for row in rows.sorted("id")],
                [
                    (self.order.name, "General Liability Insurance", "stop"),
                    (
                        self.bill.display_name,
                        f"Lien Waiver (conditional, progress) for {self.bill.display_name}",
                        "stop",
                    ),
                ],
            )
            self.assertEqual(rows.sorted("id")[1].bill_id, self.bill)
        # who sees no bills sees what their orders wait for, and their waivers
        waiver = self._bill_waiver(bill_id=self.bill.id).with_user(self.waiver)
        (values,) = waiver.web_read({"bill_id": {"fields": {"display_name": {}}}})
        self.assertEqual(values["bill_id"]["id"], self.bill.id)
        action = self.order.with_user(self.waiver).action_view_requirements()
        rows = self.env["construction.compliance.requirement"].search(action["domain"])
        self.assertEqual(rows.order_id, self.order)
