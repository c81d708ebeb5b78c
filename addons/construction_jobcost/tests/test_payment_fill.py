# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from .payment_common import PaymentCommon


@tagged("post_install", "-at_install")
class TestPaymentFill(PaymentCommon):
    def _wizard(self, application, user=None, **values):
        action, user = application.action_open_fill(), user or self.manager
        context = {**action["context"], "allowed_company_ids": user.company_ids.ids}
        wizards = self.env[action["res_model"]].with_user(user).with_context(**context)
        return wizards.create(values)

    def test_all_lines_up_to_a_percentage(self):
        order = self._subcontract(1000.0, 500.0, 300.0)
        self._certified(order, 100.0, 400.0)
        application = self._application(order)
        self._wizard(application, percent=50).action_fill()
        self.assertEqual(application.line_ids.mapped("claimed_work"), [400, 0, 150])
        application.action_complete()
        self.assertEqual(application.line_ids.mapped("claimed_work"), [900, 100, 300])
        self.assertEqual(application.balance_amount, 0)

    def test_what_was_proposed_is_claimed_after_it_was_sent_back(self):
        order = self._subcontract(1000.0)
        application = self._application(order, 500.0)
        application.action_submit()
        application.line_ids.write({"certified_work": 420.0, "certify_reason": "Measured"})
        with self.assertRaisesRegex(UserError, "set it to draft"):
            application.action_complete()
        application.with_user(self.approver).action_reject("See the lines")
        application.action_claim_certified()
        self.assertEqual(application.line_ids.claimed_work, 420)

    def test_it_takes_the_right_to_claim(self):
        application = self._application(self._subcontract(1000.0))
        with self.assertRaises(AccessError):
            application.with_user(self.reader).sudo(False).action_complete()
        with self.assertRaises(AccessError):
            self._wizard(application, user=self.reader, percent=50)
        stranger = self._stranger("construction_jobcost.group_finance")
        wizard = self._wizard(application, user=stranger, percent=50)
        with self.assertRaises(AccessError):
            wizard.action_fill()
        wizard = self._wizard(application, percent=50)
        wizard.res_model = "res.users"
        with self.assertRaises(UserError):
            wizard.action_fill()

    def test_the_amount_counts_beside_its_rounded_percentage(self):
        application = self._application(self._subcontract(50000.0))
        application.line_ids.write({"claimed_work": 1234.0, "claimed_percent": 2.47})
        self.assertEqual(application.line_ids.claimed_work, 1234)
        application.line_ids.write({"claimed_percent": 2.47})
        self.assertEqual(application.line_ids.claimed_work, 1235)


@tagged("post_install", "-at_install")
class TestPaymentFillTour(PaymentCommon, HttpCase):
    def test_by_keyboard_alone(self):
        order = self._subcontract(*[1000.0] * 30, retention_work_percent=10)
        application = self._application(order)
        path = f"/odoo/payment-applications/{application.id}"
        self.start_tour(path, "construction_payment_by_keyboard", login=self.manager.login)
        self.assertEqual(
            application.line_ids[:5].mapped("claimed_work"), [250, 300.5, 333.33, 75, 0]
        )
        self.assertEqual(application.line_ids[:2].mapped("held"), [25, 30.05])
