# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import MODULE, JobCostCommon


@tagged("post_install", "-at_install")
class TestLaborRate(JobCostCommon):
    """Hours priced by the rate of the day: wage and burden, apart in the ledger."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.burden = cls.env.ref(f"{MODULE}.cost_type_burden")
        cls.Rate = cls.env["construction.labor.rate"]
        cls.Line = cls.env["account.analytic.line"]
        cls.rate = cls._create_rate(burden_percent=20, burden_hourly=1.5)

    @classmethod
    def _create_rate(cls, day="2026-01-01", **values):
        return cls.Rate.create({"company_id": cls.company.id, "date_from": day, **values})

    def _direct(self, **filters):
        return self.held("direct_cost", **filters)

    # Price ------------------------------------------------------------------------------------

    def test_burden_is_an_entry_of_its_own_type(self):
        line = self.create_timesheet(hours=8)
        self.assertEqual((line.amount, line.burden_amount), (-492, 92))
        self.assertEqual(
            self._direct(),
            {(self.concrete, self.labor): (400, 8), (self.concrete, self.burden): (92, 0)},
        )
        self.assertLedgerAgrees()

    def test_analytic_and_ledger_sum_up_to_the_same(self):
        for hours in (0.1, 1.0 / 3, 7.77):
            self.create_timesheet(hours=hours)
        total = sum(amount for amount, _hours in self._direct().values())
        analytic = self.Line.search([("project_id", "=", self.job.id)])
        self.assertAlmostEqual(total, -sum(analytic.mapped("amount")), 6)

    def test_burden_on_the_type_of_the_hours_where_the_company_has_none(self):
        self.company.burden_type_id = False
        line = self.create_timesheet(hours=8)
        self.assertEqual(self._direct(), {(self.concrete, self.labor): (492, 8)})
        amounts = self.entries.sudo().search([("source_id", "=", line.id)]).mapped("amount")
        self.assertEqual(sorted(amounts), [92, 400])

    def test_another_setting_leaves_what_is_entered(self):
        self.create_timesheet(hours=8)
        self.company.burden_type_id = self.other
        self.assertLedgerAgrees()
        self.assertEqual(self._direct()[self.concrete, self.burden], (92, 0))

    def test_overtime_and_a_rate_for_it(self):
        line = self.create_timesheet(hours=2, pay_type="overtime")
        # 2 × (50 × 1.5), burden 20 % of it and 1.50 an hour
        self.assertEqual((line.amount, line.burden_amount), (-183, 33))
        self._create_rate(pay_type="overtime", wage=80, burden_percent=10, on_premium=False)
        line = self.create_timesheet(hours=2, pay_type="overtime")
        self.assertEqual((line.amount, line.burden_amount), (-176, 16))

    def test_the_day_worked_decides(self):
        self._create_rate("2026-02-10", wage=60)
        before, after = (self.create_timesheet(date=day) for day in ("2026-02-09", "2026-02-10"))
        self.assertEqual((before.amount, after.amount), (-492, -480))
        before.date = "2026-02-11"
        self.assertEqual((before.amount, before.burden_amount), (-480, 0))
        self.assertLedgerAgrees()

    def test_without_any_rate_another_day_changes_no_price(self):
        self.rate.unlink()
        line = self.create_timesheet()
        self.employee.hourly_cost = 70
        line.date = "2026-02-11"
        self.assertEqual(line.amount, -400)

    def test_the_trade_of_the_day(self):
        welder, fitter = self.env["hr.job"].create(
            [{"name": name, "company_id": self.company.id} for name in ("Welder", "Fitter")]
        )
        self.employee.version_id.write({"job_id": fitter.id, "date_version": "2025-01-01"})
        self.employee.create_version({"date_version": "2026-02-10", "job_id": welder.id})
        self._create_rate(trade_id=welder.id, wage=66)
        self._create_rate(trade_id=fitter.id, wage=55)
        lines = self.Line.concat(
            *(self.create_timesheet(hours=1, date=day) for day in ("2026-02-09", "2026-02-10"))
        )
        self.assertEqual(lines.mapped("amount"), [-55, -66])

    def test_a_job_and_an_employee_of_their_own(self):
        other = self.create_job("0043")
        self._create_rate(project_id=self.job.id, wage=57)
        on_job, elsewhere = (
            self.create_timesheet(hours=1, project_id=job.id) for job in (self.job, other)
        )
        self.assertEqual((on_job.amount, elsewhere.amount), (-57, -61.5))
        self._create_rate(employee_id=self.employee.id, wage=44)
        self.assertEqual(self.create_timesheet(hours=1).amount, -44)

    def test_an_amount_that_somebody_sets_has_no_known_burden(self):
        line = self.create_timesheet()
        line.amount = -300
        self.assertEqual(line.burden_amount, 0)
        self.assertEqual(self._direct(), {(self.concrete, self.labor): (300, 8)})
        line.unit_amount = 1
        self.assertEqual((line.amount, line.burden_amount), (-61.5, 11.5))

    def test_bulk_prices_as_single_lines(self):
        self._create_rate("2026-02-10", employee_id=self.employee.id, wage=33.33, burden_hourly=2)
        vals = [
            {
                "name": "Pour",
                "project_id": self.job.id,
                "employee_id": self.employee.id,
                "company_id": self.company.id,
                "cost_code_id": self.concrete.id,
                "pay_type": ("regular", "overtime")[number % 2],
                "unit_amount": 1.37 + number,
                "date": date(2026, 2, 1 + number),
            }
            for number in range(20)
        ]
        bulk = self.Line._create_timesheets([dict(each) for each in vals])
        single = self.Line.create(vals)
        self.env.flush_all()
        self.env.invalidate_all()
        for name in ("amount", "burden_amount", "burden_type_id"):
            self.assertEqual(bulk.mapped(name), single.mapped(name))
        self.assertEqual(len(set(bulk.mapped("burden_amount"))), 20)
        self.assertLedgerAgrees()

    def test_bulk_asks_no_rate_per_line(self):
        vals = [
            {
                "name": "Pour",
                "project_id": self.job.id,
                "employee_id": self.employee.id,
                "company_id": self.company.id,
                "unit_amount": 1,
                "date": date(2026, 2, 1 + number % 28),
            }
            for number in range(40)
        ]

        def queries(count):
            before = self.env.cr.sql_log_count
            self.Line._create_timesheets([dict(each) for each in vals[:count]])
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        queries(2)
        self.assertEqual(queries(4), queries(40))

    # Rights -----------------------------------------------------------------------------------

    def test_who_keeps_and_reads_rates(self):
        finance = self.create_user("lr_finance", f"{MODULE}.group_finance")
        self.rate.with_user(finance).burden_percent = 21
        auditor = self.create_user("lr_auditor", f"{MODULE}.group_auditor")
        self.assertEqual(self.rate.with_user(auditor).burden_percent, 21)
        with self.assertRaises(AccessError):
            self.rate.with_user(auditor).burden_percent = 22
        for group in ("group_project_manager", "group_buyer", "group_site"):
            person = self.create_user(f"lr_{group}", f"{MODULE}.{group}")
            with self.assertRaises(AccessError):
                self.rate.with_user(person).read(["wage"])

    def test_another_company_sees_nothing(self):
        company = self.env["res.company"].create({"name": "Strangers"})
        stranger = self.create_user("lr_stranger", f"{MODULE}.group_finance")
        stranger.write({"company_ids": [(6, 0, company.ids)], "company_id": company.id})
        rates = self.Rate.with_user(stranger).with_context(allowed_company_ids=company.ids)
        self.assertFalse(rates.search([]))
        with self.assertRaises(AccessError):
            self.rate.with_user(stranger).with_context(allowed_company_ids=company.ids).wage = 1
        with self.assertRaises(UserError):
            rates.create({"employee_id": self.employee.id, "wage": 1})

    def test_who_reports_hours_says_nothing_of_burden(self):
        user = self.create_user("lr_worker", "hr_timesheet.group_hr_timesheet_user")
        self.employee.user_id = user
        lines = self.Line.with_user(user)
        values = {"project_id": self.job.id, "name": "Pour", "unit_amount": 1}
        line = lines.create({**values, "date": "2026-02-02"})
        self.assertEqual(line.sudo().amount, -61.5)
        for name, value in (("burden_amount", 1), ("burden_type_id", self.other.id)):
            with self.assertRaises(AccessError):
                line.write({name: value})
            with self.assertRaises(AccessError):
                lines.create({**values, "date": "2026-02-03", name: value})
        # what tells of a bulk cannot be sent
        told = lines.with_context(timesheet_is_priced=True).create({**values, "date": "2026-02-04"})
        self.assertEqual(told.sudo().amount, -61.5)

    # Rules ------------------------------------------------------------------------------------

    @mute_logger("odoo.sql_db")
    def test_what_a_rate_cannot_be(self):
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self._create_rate()
            self.env.flush_all()
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.rate.wage = -1
            self.env.flush_all()

    def test_the_name_tells_what_it_holds_for(self):
        self.assertEqual(self.rate.display_name, "All hours from 2026-01-01")
        rate = self._create_rate(project_id=self.job.id, pay_type="overtime")
        self.assertEqual(rate.display_name, "0042, Overtime from 2026-01-01")
