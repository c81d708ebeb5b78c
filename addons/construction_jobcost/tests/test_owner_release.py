# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .owner_common import OwnerCommon

RETENTION = ("owner_retention_held", "owner_retention_released", "owner_retention_paid")


@tagged("post_install", "-at_install")
class TestOwnerRelease(OwnerCommon):
    def setUp(self):
        super().setUp()
        self.contract = self._contract(
            10000.0,
            5000.0,
            payers=[(self.owner, 60), (self.water, 40)],
            retention_work_percent=10,
        )
        for works in ((4000.0, 1000.0), (2000.0,)):
            self._invoiced(self._certified(self.contract, *works))

    def _release(self, amount=None, user=None, **values):
        release = (
            self.env["construction.owner.release"]
            .with_user(user or self.finance)
            .create(
                {
                    "contract_id": self.contract.id,
                    "date": "2026-06-30",
                    "reason": "Substantial completion",
                    **values,
                }
            )
        )
        release.action_fill(amount)
        return release

    def _approved(self, release):
        release.action_submit()
        release.with_user(self.approver).action_approve()
        self.env.cr.flush()
        return release

    def test_one_document_over_many_applications(self):
        self.assertEqual(self._figures(*RETENTION), (700, 0, 0))
        release = self._approved(self._release(350))
        self.assertEqual(release.line_ids.mapped("amount"), [180, 120, 30, 20])
        release.with_user(self.finance).action_create_invoices()
        invoices = release.invoice_ids
        self.assertEqual(
            [(i.partner_id, i.amount_total) for i in invoices.sorted("id")],
            [(self.owner, 210), (self.water, 140)],
        )
        self.assertEqual(self._figures(*RETENTION), (700, 0, 0))
        invoices.with_user(self.finance).action_post()
        self.assertEqual(release.state, "billed")
        self.assertEqual(self._figures(*RETENTION, as_of="2026-06-29"), (700, 0, 0))
        self.assertEqual(self._figures(*RETENTION), (350, 350, 0))
        retained = self.env["account.move.line"].search([("account_id", "=", self.retained.id)])
        self.assertEqual(sum(retained.mapped("balance")), 350)
        self._pay(invoices[0], "2026-07-20")
        self.assertEqual(self._figures(*RETENTION, "collected"), (350, 350, 210, 210))
        self.assertLedgerAgrees()

    def test_the_next_application_starts_from_it(self):
        release = self._approved(self._release())
        application = self._certified(self.contract, 1000.0)
        self.assertEqual(application.held_amount, 100)
        self.assertEqual(application.previous_amount, 7000)
        with self.assertRaisesRegex(UserError, "certified since"):
            release.with_user(self.approver).action_void("Too early")

    def test_no_more_than_is_held(self):
        with self.assertRaisesRegex(UserError, "only .*700.00 is held"):
            self._release(701)
        first, second = self._release(), self._release()
        self._approved(first)
        with self.assertRaisesRegex(UserError, "only .*0.00 is held"):
            self._approved(second)

    def test_void_gives_it_back_to_what_is_held(self):
        release = self._approved(self._release())
        release.with_user(self.finance).action_create_invoices()
        release.invoice_ids.with_user(self.finance).action_post()
        certifier = release.with_user(self.approver)
        with self.assertRaisesRegex(UserError, "has a bill"):
            certifier.action_void("Too early")
        release.invoice_ids.with_user(self.finance).button_draft()
        release.invoice_ids.with_user(self.finance).button_cancel()
        certifier.action_void("Too early")
        self.assertEqual(self._figures(*RETENTION), (700, 0, 0))
        self.assertEqual(self._release().amount, 700)

    def test_others_approve_it(self):
        release = self._release()
        release.action_submit()
        with self.assertRaises(AccessError):
            release.action_approve()
        with self.assertRaises(AccessError):
            self._release(user=self.manager)
