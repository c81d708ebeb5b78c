# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .owner_common import OwnerCommon


@tagged("post_install", "-at_install")
class TestOwnerContract(OwnerCommon):
    def test_the_items_are_the_contract_sum_of_job_and_ledger(self):
        contract = self._contract(
            10000.0,
            {"kind": "unit_price", "quantity": 80, "price_unit": 2.5},
            {"kind": "allowance", "original_amount": 500},
        )
        self.assertEqual(contract.amount, 10700)
        self.assertEqual(self.job.contract_amount, 10700)
        self.assertEqual(self._figures("contract"), (10700,))

    def test_another_sum_on_the_job_is_an_error(self):
        self.job.contract_amount = 9000
        contract = self._draft_contract(10000.0)
        with self.assertRaisesRegex(UserError, "has a contract of"):
            contract.action_activate()
        self.job.contract_amount = 10000
        contract.action_activate()
        with self.assertRaisesRegex(UserError, "has a contract of"):
            self.job.contract_amount = 9000

    def test_what_was_agreed_changes_by_a_change_only(self):
        contract = self._contract(10000.0)
        for values in ({"original_amount": 1}, {"kind": "allowance"}):
            with self.assertRaisesRegex(UserError, "in force"):
                contract.line_ids.write(values)
        with self.assertRaisesRegex(UserError, "in force"):
            contract.write({"line_ids": [Command.create({"name": "More", "original_amount": 1})]})

    def test_shares_are_the_whole(self):
        contract = self._draft_contract(payers=[(self.owner, 60), (self.water, 39)])
        with self.assertRaisesRegex(UserError, "99"):
            contract.action_activate()
        contract.payer_ids[1].share_percent = 40
        contract.action_activate()
        contract.payer_ids[0].share_percent = 50
        with self.assertRaisesRegex(UserError, "90"):
            self.env.cr.flush()
        contract.payer_ids[1].share_percent = 50
        contract.line_ids[0].share_ids = [
            Command.create({"payer_id": contract.payer_ids[0].id, "share_percent": 70})
        ]
        with self.assertRaisesRegex(UserError, "Item 1: .* 70"):
            self.env.cr.flush()

    def test_an_approved_change_comes_in_as_an_item_or_on_one(self):
        contract = self._contract(10000.0)
        self._approve_change(1200)
        self.assertEqual(contract.line_ids.mapped("amount"), [10000, 1200])
        change = self._approve_change(300, owner_line_id=contract.line_ids[0].id)
        self.assertEqual(contract.line_ids.mapped("amount"), [10300, 1200])
        self.assertEqual((contract.original_amount, contract.change_amount), (10000, 1500))
        self.assertEqual(self._figures("contract", "approved_contract_changes"), (10000, 1500))
        change.with_user(self.approver).action_void("Withdrawn")
        self.assertEqual(contract.line_ids.mapped("amount"), [10000, 1200])
        self.assertEqual(self._figures("contract", "approved_contract_changes"), (10000, 1200))

    def _approve_change(self, revenue, **values):
        change = self._change((100, revenue, values), tier="pco")
        package = self._package(change)
        package.action_submit()
        package.with_user(self.approver).action_approve()
        self.env.cr.flush()
        return package

    def test_a_contract_in_another_currency(self):
        """The job and the ledger have it at the contract's rate, invoices at their own."""
        euro = self.env.ref("base.EUR")
        euro.active = True
        self.env["res.currency.rate"].create(
            [
                {"currency_id": euro.id, "company_id": self.company.id, "name": day, "rate": rate}
                for day, rate in (("2026-01-01", 0.5), ("2026-03-01", 0.8))
            ]
        )
        contract = self._contract(10000.0, currency_id=euro.id, retention_work_percent=10)
        self.assertEqual(self.job.contract_amount, 20000)
        application = self._certified(contract, 1000.0)
        self.assertEqual(application.approval_amount, 1250)
        self._invoiced(application)
        self.assertEqual(self._figures("billed", "owner_retention_held"), (1250, 125))
        self.assertLedgerAgrees()

    def test_changes_approved_before_come_in_with_the_contract(self):
        self.job.contract_amount = 10000
        self._approve_change(1200)
        contract = self._contract(10000.0)
        self.assertEqual(contract.amount, 11200)
        self.assertEqual(self.job.contract_amount, 10000)


@tagged("post_install", "-at_install")
class TestOwnerProgress(OwnerCommon):
    def setUp(self):
        super().setUp()
        contract = self._contract(10000.0, 5000.0)
        self.application = self._application(contract, {"claimed_percent": 50})
        self.line = self.application.line_ids[0]

    def _report(self, percent, user=None):
        self.line.with_user(user or self.site).field_percent = percent

    def test_the_field_reports_and_is_named(self):
        self._report(53)
        self.assertEqual(self.line.field_user_id, self.site)
        self.assertEqual((self.line.finance_percent, self.line.difference_percent), (50, 3))
        self.assertFalse(self.line.is_disputed)
        self.assertEqual(self.application.approval_author_id, self.finance)

    def test_a_difference_stops_the_certificate_until_it_is_resolved(self):
        self._report(60, self.manager)
        self.application.action_submit()
        self.assertEqual(self.application.dispute_count, 1)
        certifier = self.application.with_user(self.approver)
        with self.assertRaisesRegex(UserError, "the field says 60.0 %"):
            certifier.action_certify()
        for reason in ("", " "):
            with self.assertRaisesRegex(UserError, "Give the reason"):
                self.line._resolve("finance", reason)
        with self.assertRaises(AccessError):
            self.line.with_user(self.manager)._resolve("field", "I was there")
        self.line._resolve("finance", "Formwork does not count")
        self.assertEqual(
            (self.line.resolved_by_id, self.line.resolved_taken, self.line.resolve_reason),
            (self.finance, "finance", "Formwork does not count"),
        )
        certifier.action_certify()
        self.assertEqual(self.application.gross_amount, 5000)

    def test_a_resolution_lapses_when_the_field_says_something_else(self):
        self._report(60)
        self.line._resolve("finance", "Formwork does not count")
        self.assertFalse(self.line.is_disputed)
        self._report(70)
        self.assertTrue(self.line.is_disputed)

    def test_people_of_other_jobs_report_nothing(self):
        other = self._person(
            "ow_elsewhere", "construction_jobcost.group_project_manager", self.company
        )
        self.job.job_team_ids -= other
        with self.assertRaises(AccessError):
            self._report(60, other)

    def test_the_field_is_taken(self):
        self._report(60)
        self.application.action_submit()
        self.line._resolve("field", "Measured together")
        self.assertEqual(self.line.certified_work, 6000)
        self.application.with_user(self.approver).action_certify()
        self.assertEqual(self.application.gross_amount, 6000)

    def test_nobody_forges_a_report_or_a_resolution(self):
        for values in ({"field_user_id": self.site.id}, {"resolved_by_id": self.finance.id}):
            with self.assertRaises(UserError):
                self.line.write(values)
