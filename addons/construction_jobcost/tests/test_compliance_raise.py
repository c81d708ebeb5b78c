# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .compliance_common import ComplianceCommon

TEXT = "General Liability Insurance of Steel Supply: not handed in"


@tagged("post_install", "-at_install")
class TestComplianceRaise(ComplianceCommon):
    """An order in force that is raised over a rule's amount waits for what the rule wants."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        case = cls("test_a_change_waits_for_the_papers")
        cls.rule = case._rule(cls.liability, "commitment", amount_from=12000)
        cls.order = case._subcontract(10000.0, commitment_type="subcontract")

    def _submitted(self, amount):
        line = self.order.order_line
        values = {"order_line_id": line.id, "basis": "amount", "amount": amount}
        change = self._change(self.order, values)
        change.action_submit()
        return change

    def test_a_change_waits_for_the_papers(self):
        change = self._submitted(2000)
        approve = change.with_user(self.approver).action_approve
        self.env.invalidate_all()
        self.assertEqual(self.order.compliance_state, "hold")
        self.assertIn(TEXT, self.order.compliance_note)
        self.assertStopped(TEXT, approve)
        self.assertEqual((change.state, self.order.amount_untaxed), ("pending", 10000))
        self._insured()
        approve()
        self.env.cr.flush()
        self.assertEqual((change.state, self.order.amount_untaxed), ("approved", 12000))
        self.env.invalidate_all()
        self.assertEqual(self.order.compliance_state, "clear")

    def test_below_the_amount_and_down_again(self):
        self._rule(self.liability, "commitment")
        self._submitted(1999.99).with_user(self.approver).action_approve()
        self._submitted(-500).with_user(self.approver).action_approve()
        self.env.cr.flush()
        self.assertEqual(self.order.amount_untaxed, 11499.99)

    def test_what_was_asked_before_is_not_asked_again(self):
        self._submitted(1500).with_user(self.approver).action_approve()
        self._insured()
        self._submitted(1500).with_user(self.approver).action_approve()
        self.env["construction.compliance.document"].search([]).action_draft()
        self._submitted(1500).with_user(self.approver).action_approve()
        self.env.cr.flush()
        self.assertEqual(self.order.amount_untaxed, 14500)

    def test_it_passes_with_a_reason(self):
        change = self._submitted(2000)
        self._waive(self.rule, self.order, "order_id")
        change.with_user(self.approver).action_approve()
        self.assertEqual(change.state, "approved")

    def test_a_warning_stands_in_the_history(self):
        self.rule.with_user(self.controller).consequence = "warn"
        self._submitted(2000).with_user(self.approver).action_approve()
        self.env.cr.flush()
        notes = self.order.message_ids.filtered(lambda note: "General Liability" in note.body)
        self.assertEqual(len(notes), 1)

    def test_whoever_raises_the_line_itself(self):
        # Sudo: no approval is in the way either
        line = self.order.sudo().order_line
        for attack in (
            lambda: line.write({"price_unit": 12000}),
            lambda: line.with_context(skip=True).write({"product_qty": 2}),
            lambda: line.copy({"order_id": self.order.id}),
        ):
            self.assertStopped(TEXT, self._raised, attack)
        self.assertEqual(self.order.amount_untaxed, 10000)

    def _raised(self, attack):
        attack()
        self.env.flush_all()
        self.order.browse()._check_noted_raises()
