# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .compliance_pay_common import CompliancePayCommon


@tagged("post_install", "-at_install")
class TestCompliancePayment(CompliancePayCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        case = cls("test_a_bill_on_hold_is_not_paid")
        cls.contract = case._subcontract(
            10000.0, retention_work_percent=10, commitment_type="subcontract"
        )
        cls.rule = case._rule(cls.liability, "payment", commitment_type=False)
        cls.first = case._certified(cls.contract, 2000.0)
        cls.bill = case._billed(cls.first)

    def _payment(self, amount=1800.0, **values):
        return (
            self.env["account.payment"]
            .with_user(self.bookkeeper)
            .create(
                {
                    "payment_type": "outbound",
                    "partner_type": "supplier",
                    "partner_id": self.vendor.id,
                    "amount": amount,
                    "journal_id": self.bank.id,
                    "date": "2026-04-05",
                    **values,
                }
            )
        )

    def _payable(self, *moves):
        lines = self.env["account.move"].union(*moves).line_ids
        return lines.filtered(lambda line: line.account_id == self.payable)

    def test_a_bill_on_hold_is_not_paid(self):
        bills = self.env["account.move"].with_user(self.bookkeeper)
        held = [("partner_id", "=", self.vendor.id), ("compliance_state", "=", "hold")]
        self.assertEqual(bills.search(held), self.bill)
        self.assertIn("General Liability Insurance of Steel Supply", self.bill.compliance_note)
        self.assertStopped("General Liability Insurance", self._pay, self.bill)
        self.assertEqual(self.bill.payment_state, "not_paid")
        self._insured()
        self.assertFalse(bills.search(held))
        self._pay(self.bill)
        self.env.cr.flush()
        self.assertEqual(self.bill.payment_state, "paid")
        self.assertEqual(self.first.state, "paid")

    def test_ways_around_the_wizard(self):
        draft = self._payment(invoice_ids=[Command.set(self.bill.ids)])
        self.assertStopped("General Liability", draft.action_post)
        self.assertStopped("General Liability", draft.write, {"state": "in_process"})
        self.assertStopped("General Liability", draft.write, {"state": "paid"})
        plain = self._payment()
        for attack in (
            plain.action_post,
            lambda: plain.with_context(skip_compliance=True).write({"state": "paid"}),
            lambda: plain.write({"state": "in_process", "memo": "Advance"}),
        ):
            self.assertStopped("does not say for all of it", attack)
        self.assertEqual((draft.state, plain.state), ("draft", "draft"))

    def test_a_payment_of_more_than_it_names(self):
        rebar = self._confirmed_order(partner_id=self.other_vendor.id)
        self.assertEqual(rebar.state, "purchase")
        self.rule.commitment_type = "subcontract"
        order = self._confirmed_order((self.rebar, 1, 5.0))
        order.order_line.qty_received = 1
        small = self._bill((order.order_line, 1, 5.0))
        small.with_user(self.approver).action_approve_bill()
        self.env.cr.flush()
        self.assertEqual((small.state, small.compliance_state), ("posted", "clear"))
        self.assertStopped("does not say for all of it", self._pay, small, amount=1805.0)
        self._pay(small)
        self.env.cr.flush()
        self.assertEqual(small.payment_state, "paid")

    def test_what_is_set_against_a_bill_pays_it(self):
        entry = self.env["account.move"].create(
            {
                "move_type": "entry",
                "journal_id": self.general.id,
                "date": "2026-04-05",
                "line_ids": [
                    Command.create(
                        {
                            "account_id": self.payable.id,
                            "partner_id": self.vendor.id,
                            "debit": 1800.0,
                        }
                    ),
                    Command.create({"account_id": self.cash.id, "credit": 1800.0}),
                ],
            }
        )
        entry.action_post()
        self.env.cr.flush()
        reconcile = self._payable(entry, self.bill).with_user(self.bookkeeper).reconcile
        self.assertStopped("General Liability", reconcile)
        self._insured()
        reconcile()
        self.env.cr.flush()
        self.assertEqual(self.bill.payment_state, "paid")

    def test_a_credit_note_pays_nothing(self):
        note = self.bill._reverse_moves([{"date": "2026-04-05", "invoice_date": "2026-04-05"}])
        note._record_approval(0, note.commercial_partner_id.id, frozenset(self.job.ids))
        note.with_user(self.approver).action_approve_bill(reason="Wrong")
        self.env.cr.flush()
        self.assertEqual(self.bill.payment_state, "reversed")

    def test_several_bills_of_several_vendors(self):
        other = self._subcontract(
            500.0, partner_id=self.other_vendor.id, commitment_type="subcontract"
        )
        bill = self._billed(self._certified(other, 500.0))
        self._insured(partner_id=self.other_vendor.id)
        with self.assertRaises(UserError) as stop, self.cr.savepoint():
            self._pay(self.bill, bill)
        self.assertIn("Steel Supply", str(stop.exception))
        self.assertNotIn("Ready Mix", str(stop.exception))
        self._pay(bill)
        self.env.cr.flush()
        self.assertEqual(bill.payment_state, "paid")

    def test_a_warning_is_noted_on_the_bill(self):
        self.rule.with_user(self.controller).consequence = "warn"
        self.env.invalidate_all()
        self.assertEqual(self.bill.compliance_state, "warning")
        self._pay(self.bill)
        self.env.cr.flush()
        self.assertEqual(self.bill.payment_state, "paid")
        notes = self.bill.message_ids.filtered(lambda m: "General Liability" in (m.body or ""))
        self.assertEqual(len(notes), 1)

    def test_a_bill_passes(self):
        self._waive(self.rule, self.first, "application_id")
        self._pay(self.bill)
        self.env.cr.flush()
        self.assertEqual(self.bill.payment_state, "paid")

    def test_the_bill_itself_passes(self):
        with self.assertRaises(AccessError), self.cr.savepoint():
            self._waive(self.rule, self.bill, "bill_id")
        # who lets a bill pass has to see bills
        self.waiver.group_ids |= self.env.ref("account.group_account_readonly")
        waive = self._waive(self.rule, self.bill, "bill_id")
        self.assertEqual((waive.job_ids, waive.partner_id), (self.job, self.vendor))
        self._pay(self.bill)
        self.env.cr.flush()
        self.assertEqual(self.bill.payment_state, "paid")

    def test_paid_as_if_to_a_customer(self):
        receivable = self.env["account.account"].create(
            {
                "code": "120000",
                "name": "Receivables",
                "account_type": "asset_receivable",
                "company_ids": [Command.set(self.company.ids)],
            }
        )
        self.vendor.with_company(self.company).property_account_receivable_id = receivable
        plain = self._payment(partner_type="customer")
        self.assertStopped("does not say for all of it", plain.action_post)

    def test_what_is_paid_together_is_no_last_payment(self):
        self.rule.with_user(self.controller).active = False
        self._rule(self.lien, "payment")
        second = self._certified(
            self.contract, 3000.0, period_start="2026-04-01", period_end="2026-04-30"
        )
        bill = self._billed(second)
        self._waiver(self.first)
        self._waiver(second)
        self._pay(self.bill, bill)
        self.env.cr.flush()
        self.assertEqual((self.first.state, second.state), ("paid", "paid"))

    def test_waivers_of_this_and_the_last_payment(self):
        self.rule.with_user(self.controller).active = False
        self._rule(self.lien, "payment")
        self.assertStopped("conditional, progress", self._pay, self.bill)
        self._waiver(self.first, waiver_amount=1700)
        self.assertStopped("it is for", self._pay, self.bill)
        self._waiver(self.first)
        self._pay(self.bill)
        self.env.cr.flush()
        self.assertEqual(self.first.state, "paid")
        second = self._certified(
            self.contract, 3000.0, period_start="2026-04-01", period_end="2026-04-30"
        )
        bill = self._billed(second)
        self._waiver(second)
        with self.assertRaises(UserError) as stop, self.cr.savepoint():
            self._pay(bill)
        self.assertIn(f"(unconditional, progress) for {self.first.name}", str(stop.exception))
        self.assertNotIn(second.name + ":", str(stop.exception))
        self._waiver(self.first, waiver_condition="unconditional")
        self._pay(bill)
        self.env.cr.flush()
        self.assertEqual(second.state, "paid")

    def test_released_retention_is_paid_with_the_papers(self):
        self._insured()
        self._pay(self.bill)
        self.env.cr.flush()
        release = (
            self.env["construction.retention.release"]
            .with_user(self.manager)
            .create(
                {
                    "partner_id": self.vendor.id,
                    "currency_id": self.company.currency_id.id,
                    "company_id": self.company.id,
                    "date": "2026-04-15",
                    "reason": "Part",
                }
            )
        )
        release.action_fill()
        release.action_submit()
        release.with_user(self.approver).action_approve()
        bill = self._billed(release)
        self._rule(self.lien, "payment", waivers="current")
        self.env.invalidate_all()
        self.assertEqual((release.compliance_state, bill.compliance_state), ("hold", "hold"))
        self.assertStopped(f"(conditional, progress) for {release.name}", self._pay, bill)
        self._verified(
            self.lien,
            release_id=release.id,
            waiver_condition="conditional",
            waiver_scope="progress",
            through_date="2026-04-15",
            waiver_amount=200,
            signed_date="2026-04-16",
        )
        self._pay(bill)
        self.env.cr.flush()
        self.assertEqual(release.state, "paid")
