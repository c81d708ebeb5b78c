# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .owner_common import OwnerCommon

BILLING = ("billed", "owner_retention_held", "collected")


@tagged("post_install", "-at_install")
class TestOwnerApplication(OwnerCommon):
    def test_all_kinds_of_items_together(self):
        contract = self._contract(
            10000.0,
            {"kind": "unit_price", "quantity": 80, "price_unit": 2.5},
            {"kind": "allowance", "original_amount": 500},
            retention_work_percent=10,
        )
        application = self._application(
            contract, {"claimed_percent": 40}, {"claimed_quantity": 30}, 123.45
        )
        self.assertEqual(application.line_ids.mapped("claimed_work"), [4000, 75, 123.45])
        self.assertEqual(
            (application.completed_amount, application.held_amount, application.due_amount),
            (4198.45, 419.85, 3778.60),
        )

    def test_progress_by_cost(self):
        self._budget(8000)
        self._direct_cost(2000)
        contract = self._contract(
            {"progress_method": "cost", "original_amount": 10000, "cost_code_id": self.concrete.id},
            {
                "kind": "cost_plus",
                "original_amount": 2100,
                "is_guaranteed": True,
                "fee_percent": 10,
                "cost_code_ids": [Command.set(self.concrete.ids)],
            },
            {"kind": "cost_plus", "original_amount": 1, "fee_percent": 10},
        )
        application = self._application(contract)
        application.action_take_cost()
        self.assertEqual(application.line_ids.mapped("claimed_work"), [2500, 2100, 2200])
        self.assertFalse(application.fault_note)

    def _direct_cost(self, amount):
        """Book a cost by a journal entry."""
        entry = self.env["account.move"].create(
            {
                "move_type": "entry",
                "journal_id": self.general.id,
                "date": "2026-02-01",
                "line_ids": [
                    Command.create(
                        {
                            "account_id": self.expense.id,
                            "debit": amount,
                            "analytic_distribution": self._coding(),
                        }
                    ),
                    Command.create({"account_id": self.cash.id, "credit": amount}),
                ],
            }
        )
        entry.with_user(self.approver)._grant_approval()
        entry.action_post()
        self.env.cr.flush()

    def test_more_than_the_value_takes_an_allowance(self):
        contract = self._contract({"kind": "allowance", "original_amount": 500})
        application = self._application(contract, 600.0)
        with self.assertRaisesRegex(UserError, "More than the scheduled value"):
            application.action_submit()
        application.line_ids.may_overbill = True
        self.assertEqual(self._certify(application).state, "certified")

    def test_line_six_is_line_seven_of_the_next(self):
        contract = self._contract(10000.0, 5000.0, retention_work_percent=10)
        first = self._certified(contract, 4000.0, {"claimed_stored": 1000.0})
        second = self._application(contract, 1000.0, {"claimed_moved": 1000.0}, is_final=True)
        self.assertEqual(second.previous_amount, first.earned_amount)
        self._certify(second)
        with self.assertRaisesRegex(UserError, "final one"):
            self._application(contract)
        with self.assertRaisesRegex(UserError, "Void that one first"):
            first.with_user(self.approver).action_void("Wrong")

    def test_one_invoice_per_payer(self):
        contract = self._contract(
            10000.0,
            5000.0,
            payers=[(self.owner, 42), (self.water, 58)],
            retention_work_percent=10,
        )
        application = self._certified(contract, 1000.01, 500.0)
        invoices = self._invoiced(application)
        self.assertEqual(
            [(i.partner_id, i.amount_untaxed) for i in invoices.sorted("id")],
            [(self.owner, 567.0), (self.water, 783.01)],
        )
        self.assertEqual(sum(invoices.mapped("amount_untaxed")), application.due_amount)
        retained = invoices.line_ids.filtered(lambda line: line.account_id == self.retained)
        self.assertEqual(sum(retained.mapped("balance")), application.held_amount)
        self.assertEqual(self._figures(*BILLING), (1500.01, 150.0, 0))
        self.assertEqual(application.state, "billed")
        self.assertLedgerAgrees()

    def test_collected_is_net_of_tax_and_on_the_day_of_the_payment(self):
        self.company.account_sale_tax_id = self._tax()
        contract = self._contract(10000.0, retention_work_percent=10)
        application = self._certified(contract, 1000.0)
        invoice = self._invoiced(application)
        self.assertEqual((invoice.amount_untaxed, invoice.amount_total), (900, 1100))
        self._pay(invoice, "2026-04-15", 550)
        self.assertEqual(self._figures(*BILLING, as_of="2026-04-14"), (1000, 100, 0))
        self.assertEqual(self._figures(*BILLING, as_of="2026-04-15"), (1000, 100, 450))
        payment = self._pay(invoice, "2026-05-02")
        self.assertEqual(self._figures(*BILLING), (1000, 100, 900))
        self.assertEqual(application.state, "paid")
        payment.button_draft()
        self.assertEqual(self._figures(*BILLING), (1000, 100, 450))
        self.assertLedgerAgrees()

    def _tax(self):
        self.company.country_id = self.env.ref("base.us")
        group = self.env["account.tax.group"].create(
            {
                "name": "Sales Tax",
                "company_id": self.company.id,
                "country_id": self.env.ref("base.us").id,
            }
        )
        return self.env["account.tax"].create(
            {
                "name": "Tax 20",
                "amount": 20,
                "type_tax_use": "sale",
                "company_id": self.company.id,
                "tax_group_id": group.id,
                "country_id": self.env.ref("base.us").id,
            }
        )

    def test_reset_and_reversal_undo_what_was_billed(self):
        contract = self._contract(10000.0, retention_work_percent=10)
        application = self._certified(contract, 1000.0)
        invoice = self._invoiced(application)
        invoice.with_user(self.finance).button_draft()
        self.assertEqual(self._figures(*BILLING), (0, 0, 0))
        self.assertEqual(application.state, "certified")
        invoice.with_user(self.finance).action_post()
        self.assertEqual(self._figures(*BILLING), (1000, 100, 0))
        invoice.with_user(self.finance)._reverse_moves([{"date": "2026-04-20"}], cancel=True)
        self.assertEqual(self._figures(*BILLING, as_of="2026-04-19"), (1000, 100, 0))
        self.assertEqual(self._figures(*BILLING), (0, 0, 0))
        self.assertEqual(application.state, "certified")
        again = self._invoiced(application)
        self.assertEqual((len(again), self._figures(*BILLING)), (1, (1000, 100, 0)))
        self.assertLedgerAgrees()

    def test_an_invoice_is_what_was_certified(self):
        application = self._certified(self._contract(10000.0), 1000.0)
        application.with_user(self.finance).action_create_invoices()
        invoice = application.invoice_ids
        invoice.invoice_line_ids.price_unit = 1200
        with self.assertRaisesRegex(UserError, "certified for this payer"):
            invoice.with_user(self.finance).action_post()
        with self.assertRaisesRegex(UserError, "each payer once"):
            application.with_user(self.finance).action_create_invoices()
        invoice.invoice_line_ids.price_unit = 1000
        invoice.with_user(self.finance).action_post()
        second = invoice.with_context(include_business_fields=True).copy({"date": "2026-04-01"})
        with self.assertRaisesRegex(UserError, "once"):
            second.action_post()

    def test_parts_that_were_agreed(self):
        payers = [(self.owner, 42), (self.water, 31), (self.sewer, 27)]
        contract = self._contract(79633.0, 11500.0, payers=payers)
        contract.line_ids[1].share_ids = [
            Command.create({"payer_id": contract.payer_ids[0].id, "share_percent": 100})
        ]
        application = self._application(contract, 79633.0, 11500.0)
        application.action_submit()
        parts = application.part_ids
        self.assertEqual(parts.mapped("work_amount"), [33445.86, 24686.23, 21500.91, 11500])
        application.write({"part_ids": [Command.update(parts[0].id, {"work_amount": 33445.85})]})
        self.assertEqual(parts.mapped("is_given"), [True, False, False, False])
        self.assertEqual(sum(parts.mapped("work_amount")), 91133)
        parts[3].work_amount = 11000
        with self.assertRaisesRegex(UserError, "500.00 that nobody pays"):
            application.with_user(self.approver).action_certify()

    def test_less_than_nothing_for_a_payer_takes_a_credit_note(self):
        contract = self._contract(1000.0, 1000.0, payers=[(self.owner, 50), (self.water, 50)])
        contract.line_ids[1].share_ids = [
            Command.create({"payer_id": contract.payer_ids[1].id, "share_percent": 100})
        ]
        self._certified(contract, 500.0, 500.0)
        application = self._application(contract, 400.0, -300.0)
        application.action_submit()
        with self.assertRaisesRegex(UserError, "credit note to the payer"):
            application.with_user(self.approver).action_certify()

    def test_retention_of_each_payer_is_given_back_to_him(self):
        contract = self._contract(
            1000.0, payers=[(self.owner, 50), (self.water, 50)], retention_work_percent=10
        )
        first = self._application(contract, 800.0)
        first.action_submit()
        first.part_ids[0].work_amount = 600
        first.with_user(self.approver).action_certify()
        self.assertEqual(first.part_ids.mapped("withheld_amount"), [60, 20])
        second = self._certified(contract, {"claimed_work": 200.0, "released_amount": 50.0})
        self.assertEqual(second.part_ids.mapped("released_amount"), [35, 15])
        self._invoiced(first)
        self._invoiced(second)
        names = ("owner_retention_held", "owner_retention_released")
        self.assertEqual(self._figures(*names), (50, 50))

    def test_who_may_do_what(self):
        contract = self._contract(1000.0)
        for person in (self.manager, self.site, self.approver):
            with self.assertRaises(AccessError):
                self._application(contract, user=person)
        application = self._application(contract, 500.0)
        with self.assertRaises(AccessError):
            application.line_ids.with_user(self.reader).field_percent = 10
        with self.assertRaisesRegex(AccessError, "up to finance"):
            application.line_ids.with_user(self.site).claimed_work = 10
        application.action_submit()
        with self.assertRaises(UserError):
            application.action_certify()

    def test_another_company_sees_nothing(self):
        contract = self._contract(1000.0)
        application = self._application(contract, 500.0)
        stranger = self._stranger("construction_jobcost.group_finance")
        for record in (contract, contract.line_ids, application, application.line_ids):
            with self.assertRaises(AccessError):
                record.with_user(stranger).read(["display_name"])
