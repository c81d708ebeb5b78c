# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import PING
from .common_retention import RetentionCase


@tagged("post_install", "-at_install")
class TestLegalHolds(RetentionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls._create_user("group_manager")

    def hold(self, **values):
        return (
            self.env["integration.legal.hold"]
            .with_user(self.manager)
            .create({"name": "Dispute", "reason": "Court", "company_id": self.acme.id} | values)
        )

    def test_a_held_message_stays_as_it_is(self):
        self.take("1", "2", days=31)
        self.hold(document_key="1")
        self.assertTrue(self.message("1").legal_hold)
        self.assertFalse(self.message("2").legal_hold)
        self.assertEqual((self.kept_as.due_delete, self.kept_as.held), (1, 1))
        self.run_retention()
        self.assertEqual(self.stages(), {"1": False})
        self.assertTrue(self.message("1").payload)

    def test_each_criterion(self):
        partner = self.env.ref("base.main_partner")

        def apply(handler, items):
            items[0].add_document(partner)

        with self.handle(_apply=apply):
            self.take("mine", days=31)
        self.take("other", days=50, entity="B")
        day = fields.Date.today() - timedelta(days=31)
        for criterion in (
            {},
            {"company_id": False, "document_key": "mine"},
            {"company_id": False, "res_model": "res.partner", "res_id": partner.id},
            {"company_id": False, "date_from": day, "date_to": day + timedelta(days=1)},
        ):
            with self.subTest(criterion):
                hold = self.hold(**criterion)
                self.assertEqual(
                    (self.message("mine").legal_hold, self.message("other").legal_hold),
                    (True, False),
                )
                self.assertEqual(hold.message_count, 1)
                hold._release("done")
        for criterion in (
            {"company_id": False},
            {"company_id": False, "system_id": self.system.id},
            {"company_id": False, "type": PING},
        ):
            with self.subTest(criterion):
                hold = self.hold(**criterion)
                self.assertTrue(self.message("mine").legal_hold)
                self.assertTrue(self.message("other").legal_hold)
                hold._release("done")
        self.assertFalse(self.message("mine").legal_hold)

    def test_a_released_hold_lets_the_next_run_go_on(self):
        self.take("1", days=31)
        hold = self.hold()
        self.run_retention()
        wizard = self.env["integration.legal.hold.release"].with_user(self.manager)
        blank = wizard.create({"hold_id": hold.id, "reason": " "})
        with self.assertRaisesRegex(UserError, "why the hold ends"):
            blank.action_release()
        blank.reason = "Settled out of court"
        blank.action_release()
        self.assertEqual(
            (hold.released_by_id, hold.release_reason), (self.manager, "Settled out of court")
        )
        with self.assertRaisesRegex(UserError, "already"):
            hold._release("again")
        self.run_retention()
        self.assertFalse(self.stages())
        steps = self.env["integration.audit.entry"].search(
            [("res_model", "=", hold._name), ("res_id", "=", hold.id)], order="id"
        )
        self.assertEqual(steps.mapped("step"), ["hold.placed", "hold.released"])
        self.assertEqual(steps.user_id, self.manager)

    def test_a_hold_is_neither_changed_nor_removed(self):
        hold = self.hold(placed_by_id=self.env.uid)
        self.assertEqual(hold.placed_by_id, self.manager)
        with self.assertRaisesRegex(UserError, "as it was placed"):
            hold.date_to = "2026-01-01"
        with self.assertRaises(AccessError):
            hold.unlink()
        with self.assertRaisesRegex(UserError, "never removed"):
            hold.sudo().unlink()

    def test_rights_of_holds(self):
        hold = self.hold()
        operator = self._create_user("group_operator")
        foreign = self._create_user("group_manager", self.strange)
        with self.assertRaises(AccessError):
            hold.with_user(operator)._release("x")
        with self.assertRaises(AccessError):
            hold.with_user(operator).create({"name": "x", "reason": "x"})
        self.assertFalse(self.env["integration.legal.hold"].with_user(foreign).search([]))
