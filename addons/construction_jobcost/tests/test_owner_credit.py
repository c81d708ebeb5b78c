# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .owner_common import OwnerCommon


@tagged("post_install", "-at_install")
class TestOwnerCredit(OwnerCommon):
    """Credit notes for a part of an owner invoice: ledger, contract and accounts agree."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.approval_entries = False
        case = cls("test_a_part_with_its_retention")
        cls.contract = case._contract(
            payers=((cls.owner, 60), (cls.water, 40)), retention_work_percent=10
        )
        cls.application = case._certified(cls.contract, 4000.0, 1000.0)
        invoices = case._invoiced(cls.application)
        cls.invoice = invoices.filtered(lambda move: move.partner_id == cls.owner)

    def _credit(self, *works, held=0.0, invoice=None, day="2026-05-20"):
        """Credit a part of an invoice: work by line, and how much less is held."""
        invoice = invoice or self.invoice
        note = invoice._reverse_moves([{"date": day, "invoice_date": day}])
        lines = note.invoice_line_ids
        retained = lines.filtered(lambda line: line.owner_role in ("held", "released"))
        for line, work in zip(lines - retained, works, strict=True):
            line.price_unit = work
        retained.write({"price_unit": -held}) if held else retained.unlink()
        note.with_user(self.finance).action_post()
        lines = (invoice | note).line_ids.filtered(
            lambda line: line.display_type == "payment_term" and not line.reconciled
        )
        lines.reconcile()
        self.env.cr.flush()
        return note

    def _held(self, partner):
        payer = self.contract.payer_ids.filtered(lambda payer: payer.partner_id == partner)
        held = self.contract._get_held_by_payer()
        return [float(held[item.id].get(payer.id, 0)) for item in self.contract.line_ids]

    def _assert_agrees(self, as_of="2026-12-31"):
        """Ledger, accounts, reconciliation and ageing say one; return what is held."""
        (held,) = self._figures("owner_retention_held", as_of=as_of)
        self.env.flush_all()
        self.env.invalidate_all()
        domain = [("company_id", "=", self.company.id), ("side", "=", "receivable")]
        rows = self.env["construction.retention.reconciliation"].with_context(as_of=as_of)
        rows = rows.search(domain)
        self.assertEqual(set(rows.mapped("category")), {"agreed"})
        self.assertEqual(round(sum(rows.mapped("books_amount")), 2), held)
        ageing = self.env["construction.retention.ageing"].with_context(as_of=as_of)
        self.assertEqual(round(sum(ageing.search(domain).mapped("amount")), 2), held)
        return held

    def test_a_part_with_its_retention(self):
        # the owner holds 240 and 60 on the items, the other payer 160 and 40
        self.assertEqual((self._held(self.owner), self._held(self.water)), ([240, 60], [160, 40]))
        self._credit(600.0, 100.0, held=70.0)
        self.assertEqual((self._held(self.owner), self._held(self.water)), ([180, 50], [160, 40]))
        for day, held in (("2026-05-19", 500), ("2026-05-20", 430)):
            self.assertEqual(self._assert_agrees(day), held)
        self.assertEqual(self._figures("billed"), (4300,))
        self.assertEqual((self.application.state, self.application.held_amount), ("billed", 500))
        self.assertLedgerAgrees()

    def test_the_next_application_and_the_release(self):
        self._credit(600.0, 100.0, held=70.0)
        following = self._certified(self.contract, 1000.0, 0.0, period_end="2026-06-30")
        self.assertEqual((following.previous_amount, following.due_amount), (4570, 900))
        self._invoiced(following)
        self.assertEqual(self._assert_agrees(), 530)
        release = (
            self.env["construction.owner.release"]
            .with_user(self.finance)
            .create({"contract_id": self.contract.id, "date": "2026-07-15", "reason": "Done"})
        )
        release.action_fill()
        self.assertEqual(release.amount, 530)
        release.action_submit()
        release.with_user(self.approver).action_approve()
        self._invoiced(release)
        self.assertEqual(
            self._figures("owner_retention_held", "owner_retention_released"), (0, 530)
        )
        self.assertEqual((self._held(self.owner), self._held(self.water)), ([0, 0], [0, 0]))
        with self.assertRaisesRegex(UserError, "released since"):
            self._credit(600.0, 0.0, held=60.0)

    def test_without_a_line_of_retention_it_stays(self):
        self._credit(600.0, 0.0)
        self.assertEqual(self._held(self.owner), [240, 60])
        self.assertEqual(self._assert_agrees(), 500)
        self.assertEqual(self._figures("billed"), (4400,))

    def test_no_more_than_the_invoice_holds(self):
        with self.assertRaisesRegex(UserError, "more retention than"):
            self._credit(2400.0, 600.0, held=300.01)

    def test_the_whole_is_invoiced_again(self):
        self._credit(2400.0, 600.0, held=300.0)
        self.assertEqual((self.application.state, self._assert_agrees()), ("certified", 200))
        self.assertEqual(self._held(self.owner), [240, 60])
        self._invoiced(self.application)
        self.assertEqual((self.application.state, self._assert_agrees()), ("billed", 500))

    def test_a_line_that_was_typed_in(self):
        note = self.invoice._reverse_moves([{"date": "2026-05-20", "invoice_date": "2026-05-20"}])
        note.invoice_line_ids.filtered(lambda line: line.owner_role == "held").unlink()
        note.invoice_line_ids[1:].unlink()
        note.invoice_line_ids.price_unit = 500.0
        line = {"name": "Less", "account_id": self.retained.id, "price_unit": -45.0}
        note.invoice_line_ids = [Command.create({**line, "tax_ids": [Command.clear()]})]
        note.action_post()
        self.assertEqual((self._held(self.owner), self._assert_agrees()), ([195, 60], 455))
