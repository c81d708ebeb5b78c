# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.fields import Command
from odoo.tests import tagged

from ..exceptions import CodingError
from .procurement_common import ProcurementCommon


@tagged("post_install", "-at_install")
class TestCodingLines(ProcurementCommon):
    """Each native line that carries job coding is refused where the job does not take it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.approver.group_ids |= cls.env.ref("account.group_account_invoice")
        cls.phase = cls.env["construction.job.phase"].create(
            {"project_id": cls.job.id, "code": "01", "name": "Deck"}
        )
        cls.other_job = cls.env["project.project"].create(
            {"name": "Quay", "job_code": "0078", "company_id": cls.company.id}
        )
        cls.employee = cls.env["hr.employee"].create(
            {"name": "Ana Torres", "hourly_cost": 50, "company_id": cls.company.id}
        )

    def assertRefused(self, code, text, function, *args, **kwargs):
        with self.assertRaises(CodingError) as refusal, self.env.cr.savepoint():
            function(*args, **kwargs)
        self.assertEqual(refusal.exception.code, code)
        self.assertRegex(str(refusal.exception), text)

    def confirm(self, distribution=None):
        order = self._order(
            (self.rebar, 1, 10.0, {"analytic_distribution": distribution or self._coding()})
        )
        order.with_user(self.approver).action_approve_order()
        order.button_confirm()
        return order

    def post_bill(self, distribution=None, order_line=None, **values):
        order_line = order_line or self.env["purchase.order.line"]
        coding = {"analytic_distribution": distribution or self._coding()}
        bill = self._bill((order_line, 1, 10.0, coding), **values)
        bill.with_user(self.approver).action_approve_bill(reason="Agreed on site")
        return bill

    def entry(self, distribution):
        return self.env["account.move"].create(
            {
                "move_type": "entry",
                "journal_id": self.general.id,
                "date": "2026-03-10",
                "line_ids": [
                    Command.create(
                        {
                            "account_id": self.expense.id,
                            "debit": 10,
                            "analytic_distribution": distribution,
                        }
                    ),
                    Command.create({"account_id": self.cash.id, "credit": 10}),
                ],
            }
        )

    def hours(self, **values):
        return self.env["account.analytic.line"].create(
            {
                "project_id": self.job.id,
                "employee_id": self.employee.id,
                "name": "Pour",
                "unit_amount": 8,
                "date": "2026-03-10",
                "cost_code_id": self.concrete.id,
                **values,
            }
        )

    def only_job(self):
        return {str(self.job.account_id.id): 100}

    # Orders -----------------------------------------------------------------------------------

    def test_order_without_code_is_refused_by_line(self):
        self.assertRefused(
            "coding.missing",
            r"Purchase order P\d+, line .*Rebar.*cost code and cost type",
            self.confirm,
            self.only_job(),
        )

    def test_order_names_every_line_that_is_wrong(self):
        wrong = {"analytic_distribution": self.only_job()}
        order = self._order((self.rebar, 1, 10.0, wrong), (self.rebar, 2, 10.0, wrong))
        order.order_line[1].name = "Mesh"
        self.assertRefused("coding.missing", "(?s)Rebar.*\n.*Mesh", order.button_confirm)

    def test_a_state_that_is_written_is_checked_as_posting_is(self):
        bill = self._bill(
            (self.env["purchase.order.line"], 1, 10.0, {"analytic_distribution": self.only_job()})
        )
        entry = self.entry(self.only_job())
        for move in (bill, entry):
            self.assertRefused("coding.missing", "cost code", move.write, {"state": "posted"})

    def test_account_that_no_code_owns_is_unknown(self):
        plan = self.env.ref("construction_jobcost.analytic_plan_cost_code")
        stray = self.env["account.analytic.account"].create({"name": "Stray", "plan_id": plan.id})
        accounts = [self.job.account_id, stray, self.material.analytic_account_id]
        coding = {",".join(str(account.id) for account in accounts): 100}
        self.assertRefused("coding.unknown", str(stray.id), self.confirm, coding)

    def test_account_of_another_plan_does_not_matter(self):
        plan = self.env["account.analytic.plan"].create({"name": "Department"})
        other = self.env["account.analytic.account"].create({"name": "North", "plan_id": plan.id})
        (coding,) = self._coding()
        self.assertEqual(self.confirm({f"{coding},{other.id}": 100}).state, "purchase")

    def test_closed_code_takes_no_order(self):
        self.concrete.date_end = "2020-12-31"
        self.assertRefused("coding.closed", "03-100 is not valid", self.confirm)
        self.concrete.date_end = False
        self.concrete.closed_company_ids = self.company
        self.assertRefused("coding.closed", "closed for Harbor", self.confirm)

    def test_cost_type_that_the_code_does_not_take(self):
        self.concrete.cost_type_ids = self.subcontract
        self.assertRefused("coding.not_allowed", "03-100 does not take", self.confirm)

    def test_phase_of_another_job(self):
        keys = self.env["construction.cost.key"]
        coding = keys._distribution(self.other_job, self.concrete, self.material, self.phase)
        self.assertRefused("coding.not_allowed", "01 belongs to another job", self.confirm, coding)

    def test_confirmed_order_is_not_recoded_to_what_is_closed(self):
        order = self.confirm()
        self.steel.active = False
        line = order.order_line
        self.assertRefused(
            "coding.closed",
            "05-200 is closed",
            line.write,
            {"analytic_distribution": self._coding(self.steel)},
        )

    def test_order_of_another_company(self):
        company = self.env["res.company"].create({"name": "Delta Builders"})
        foreign = self.env["project.project"].create(
            {"name": "Lock", "job_code": "0079", "company_id": company.id}
        )
        coding = {"analytic_distribution": self._coding(job=foreign)}
        order = self._order((self.rebar, 1, 10.0, coding))
        self.assertRefused("coding.company", "belongs to Delta", order.button_confirm)

    # Status -----------------------------------------------------------------------------------

    def test_status_of_the_job_decides(self):
        order = self.confirm()
        self.job.job_status = "on_hold"
        self.assertRefused("coding.closed", "0077 is On Hold", self.confirm)
        self.assertEqual(self.post_bill().state, "posted")
        self.job.job_status = "complete"
        self.assertRefused("coding.closed", "is Complete", self.hours)
        self.assertEqual(self.post_bill().state, "posted")
        self.job.job_status = "closed"
        self.assertRefused("coding.closed", "is Closed", self.post_bill)
        self.assertRefused("coding.closed", "is Closed", order.picking_ids.button_validate)

    def test_planned_job_takes_its_budget_only(self):
        self.job.job_status = "planned"
        requisition = self._requisition()
        self.assertRefused(
            "coding.closed", "0077 is planned.*press Activate", requisition.action_submit
        )
        estimate = self.env["construction.estimate"].create(
            {
                "project_id": self.job.id,
                "number": "E-1",
                "line_ids": [
                    Command.create(
                        {
                            "cost_code_id": self.concrete.id,
                            "cost_type_id": self.material.id,
                            "amount": 1000,
                        }
                    )
                ],
            }
        )
        estimate.action_award()
        self.assertEqual(self._buckets(), {"original_budget": 1000})

    # Bills and entries ------------------------------------------------------------------------

    def test_bill_without_code_is_refused(self):
        self.assertRefused("coding.missing", "cost code", self.post_bill, self.only_job())

    def test_bill_of_an_order_goes_on_when_its_code_is_closed(self):
        order = self.confirm()
        self.concrete.active = False
        self.assertRefused("coding.closed", "03-100 is closed", self.post_bill)
        bill = self.post_bill(order_line=order.order_line)
        self.assertEqual(bill.state, "posted")

    def test_reversal_of_a_bill_goes_on_when_its_code_is_closed(self):
        bill = self.post_bill()
        self.concrete.active = False
        refund = bill.sudo()._reverse_moves([{"invoice_date": "2026-03-11"}])
        refund.with_user(self.approver).action_approve_bill()
        self.assertEqual(refund.state, "posted")

    def test_journal_entry_is_checked_when_posted(self):
        self.assertRefused(
            "coding.missing", "cost code", self.entry(self.only_job()).sudo().action_post
        )

    def test_posted_line_is_not_recoded_to_what_is_closed(self):
        bill = self.post_bill()
        self.steel.active = False
        self.assertRefused(
            "coding.closed",
            "05-200",
            bill.sudo().invoice_line_ids.write,
            {"analytic_distribution": self._coding(self.steel)},
        )

    # Hours ------------------------------------------------------------------------------------

    def test_hours_are_checked_when_entered_and_changed(self):
        line = self.hours()
        self.steel.active = False
        self.assertRefused(
            "coding.closed", "Ana Torres on 2026-03-10", self.hours, cost_code_id=self.steel.id
        )
        self.assertRefused("coding.closed", "05-200", line.write, {"cost_code_id": self.steel.id})

    def test_hours_without_code_are_collected_unless_the_job_is_strict(self):
        self.hours(cost_code_id=False)
        self.job.cost_code_policy = "opened"
        self.assertRefused("coding.missing", "cost code", self.hours, cost_code_id=False)

    # Bulk -------------------------------------------------------------------------------------

    def test_many_lines_take_as_many_queries_as_few(self):
        few, many = (
            self._order(*[(self.rebar, 1, 10.0)] * count, user=self.env.user) for count in (5, 500)
        )
        counts = []
        for order in (few, many):
            order.order_line.mapped("analytic_distribution")
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            order._check_coding()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], max(counts[0], 12))
