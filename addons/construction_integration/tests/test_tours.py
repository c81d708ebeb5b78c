# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import HttpCase, tagged

from .common import HandlerCase


@tagged("post_install", "-at_install")
class TestTours(HandlerCase, HttpCase):
    def test_over_budget_is_released_and_approved_in_the_web_client(self):
        self.set_up_job(budget="1000.00")
        line = self.requisition_line(quantity="21")
        message = self.send_requisition("REQ-OVER", [line])
        self.assertState(message, "exception", "budget.exceeded")
        self.controller.group_ids = [
            (4, self.env.ref("construction_connector_base.group_operator").id)
        ]
        self.start_tour(
            "/odoo/integration-exceptions",
            "construction_over_budget_release",
            login=self.controller.login,
        )
        self.drain()
        self.assertState(message, "done")
        requisition = self.requisition("REQ-OVER")
        self.assertEqual(requisition.released_by_id, self.controller)
        self.start_tour(
            "/odoo/requisitions", "construction_requisition_approval", login=self.approver.login
        )
        self.assertEqual(requisition.state, "ordered")
        self.assertCost(committed=1050)
