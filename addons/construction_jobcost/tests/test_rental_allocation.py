# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .close_common import MARCH
from .equipment_common import EquipmentCommon


@tagged("post_install", "-at_install")
class TestRentalAllocation(EquipmentCommon):
    """A rental bill on the yard, shared by use: the same money in books, analytic and ledger."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        jobs = cls.env["project.project"]
        cls.yard, cls.other_job = jobs.create(
            [
                {"name": name, "job_code": code, "company_id": cls.company.id}
                for name, code in (("Yard", "9000"), ("Pier 8", "0078"))
            ]
        )
        (cls.yard | cls.other_job).job_team_ids |= cls.manager | cls.site
        cls.company.recovery_journal_id = cls.general
        keys = cls.env["construction.cost.key"]
        cls.yard_coding = keys._distribution(cls.yard, cls.steel, cls.kind)
        cls.crane.cost_code_id = cls.concrete

    def _rent(self, price=3100.0, kind="in_invoice", **values):
        none = self.env["purchase.order.line"]
        line = (none, 1, price, {"analytic_distribution": self.yard_coding, **values})
        bill = self._bill(line, date=MARCH, move_type=kind)
        self._approve_bill(bill)
        return bill.invoice_line_ids

    def _crane(self, days, job=None, day="2026-03-05", **values):
        project = job or self.job
        return self._used(days, day, equipment_id=self.crane.id, project_id=project.id, **values)

    def _allocation(self, line, user=None, **values):
        allocations = self.env["construction.rental.allocation"].with_user(user or self.finance)
        return allocations.create(
            {
                "company_id": self.company.id,
                "bill_line_id": line.id,
                "equipment_ids": self.crane.ids,
                "date_from": "2026-03-01",
                "date_to": MARCH,
                **values,
            }
        )

    def _entered(self, line, post=True, **values):
        allocation = self._allocation(line, **values)
        allocation.action_enter()
        if post:
            allocation.sudo().move_id.action_post()
        self.env.flush_all()
        return allocation

    def _by_job(self):
        return {
            job: sum(amount for amount, _quantity in self._direct_cost(job).values())
            for job in (self.job, self.other_job, self.yard)
        }

    def test_jobs_carry_their_days_and_the_yard_the_rest(self):
        line = self._rent()
        self._crane(12)
        self._crane(5, self.other_job)
        self.assertEqual(self._by_job(), {self.job: 0, self.other_job: 0, self.yard: 3100})
        allocation = self._entered(line)
        self.assertEqual((allocation.available, allocation.rest), (31, 1400))
        self.assertEqual(self._by_job(), {self.job: 1200, self.other_job: 500, self.yard: 1400})
        self.assertEqual(self._direct_cost()[self.concrete, self.kind], (1200, 12))
        self.assertEqual(self.env["construction.cost.entry"]._sweep(), [])

    def test_books_analytic_and_ledger_agree(self):
        line = self._rent(100.01)
        self._crane(1)
        self._crane(1, self.other_job)
        self._crane(1, self.other_job, cost_code_id=self.steel.id)
        self._entered(line, available=0)
        ledger = self._by_job()
        self.assertEqual(ledger[self.yard], 0)
        self.assertAlmostEqual(sum(ledger.values()), 100.01, 6)
        for job, amount in ledger.items():
            lines = self.env["account.analytic.line"].search(
                [("account_id", "=", job.account_id.id)]
            )
            self.assertAlmostEqual(-sum(lines.mapped("amount")), amount, 6)
        self.assertEqual(self._balances(MARCH)[self.expense], 100.01)
        report = self.env["construction.books.reconciliation"].with_user(self.finance)
        rows = report.search([("company_id", "=", self.company.id)])
        self.assertEqual(set(rows.mapped("category")), {"agreed"})

    def test_use_of_other_days_units_and_drafts_does_not_count(self):
        line = self._rent()
        self._crane(10)
        self._crane(9, self.other_job, day="2026-04-01")
        self._crane(9, self.other_job, unit="hour")
        self._use(9, equipment_id=self.crane.id, project_id=self.other_job.id)
        allocation = self._entered(line)
        self.assertEqual(allocation.line_ids.project_id, self.job)
        self.assertEqual(allocation.line_ids.amount, 1000)

    def test_a_credit_is_shared_as_its_bill(self):
        line = self._rent(310.0, kind="in_refund")
        self._crane(10)
        allocation = self._entered(line)
        self.assertEqual((allocation.line_ids.amount, allocation.rest), (-100, -210))

    def test_no_bill_is_shared_twice(self):
        line = self._rent()
        self._crane(31)
        self._entered(line, amount=2000)
        with self.assertRaisesRegex(UserError, "cannot be shared"):
            self._entered(line, amount=1500)
        again = self._entered(line)
        self.assertEqual(again.amount, 1100)
        with self.assertRaisesRegex(UserError, "cannot be shared"):
            self._entered(line)
        self.assertEqual(self._by_job()[self.job], 3100)

    def test_cancelled_while_its_entry_is_not_posted(self):
        line = self._rent()
        self._crane(31)
        allocation = self._entered(line)
        with self.assertRaisesRegex(UserError, "is posted"):
            allocation.action_cancel()
        allocation.sudo().move_id.button_draft()
        allocation.action_cancel()
        self.assertFalse(allocation.move_id)
        self.assertEqual(self._by_job(), {self.job: 0, self.other_job: 0, self.yard: 3100})
        self._entered(line)
        self.assertEqual(self._by_job()[self.yard], 0)

    def test_the_entry_is_approved_as_any_other(self):
        self.company.write({"approval_entries": True, "approval_entry_minimum": 0})
        line = self._rent()
        self._crane(31)
        allocation = self._entered(line, post=False)
        with self.assertRaises(UserError):
            allocation.move_id.action_post()
            self.env.flush_all()
            self.env["account.move"]._check_marked_approvals()

    def test_what_cannot_be_shared(self):
        line = self._rent()
        with self.assertRaisesRegex(UserError, "No approved use"):
            self._entered(line)
        self._crane(1)
        half = {key: 50 for key in self.yard_coding}
        with self.assertRaisesRegex(UserError, "coded to one budget line"):
            self._entered(self._rent(analytic_distribution=half))

    def test_steps_and_rights(self):
        line = self._rent()
        self._crane(31)
        allocation = self._entered(line)
        for vals in ({"state": "draft"}, {"amount": 1}, {"line_ids": [(5, 0, 0)]}):
            with self.assertRaises(UserError):
                allocation.write(vals)
        with self.assertRaises(UserError):
            allocation.unlink()
        for person in (self.manager, self.site, self.controller):
            with self.assertRaises(AccessError):
                self._allocation(line, user=person)
        company = self.env["res.company"].create({"name": "Strangers"})
        stranger = self._person(
            "ra_stranger", "construction_jobcost.group_finance", company
        ).with_context(allowed_company_ids=company.ids)
        with self.assertRaises(AccessError):
            allocation.with_user(stranger).read([])
