# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from decimal import Decimal

from odoo.tests import tagged

from ..core.keys import CostKey
from .common import JobCostCommon


@tagged("post_install", "-at_install")
class TestBudgetAvailability(JobCostCommon):
    def setUp(self):
        super().setUp()
        self.create_estimate(lines=[(self.concrete, self.labor, 1000)]).action_award()
        self.key_labor = CostKey(*self.key(self.concrete, self.labor))
        self.lines = self.env["construction.budget.line"]

    def test_direct_cost_uses_the_budget_up(self):
        self.create_timesheet(hours=8)
        (answer,) = self.lines._availability([(self.key_labor, Decimal(600))])
        self.assertTrue(answer.ok)
        self.assertEqual(
            (answer.revised_budget, answer.direct_cost, answer.available),
            (Decimal(1000), Decimal(400), Decimal(600)),
        )
        (answer,) = self.lines._availability([(self.key_labor, Decimal("600.01"))])
        self.assertFalse(answer.ok)

    def test_requests_on_one_line_share_its_budget(self):
        (answer,) = self.lines._availability(
            [(self.key_labor, Decimal(600)), (self.key_labor, Decimal(500))]
        )
        self.assertEqual((answer.requested, answer.ok), (Decimal(1100), False))

    def test_line_without_budget_has_nothing(self):
        key = CostKey(*self.key(self.digging, self.material))
        answers = self.lines._availability([(self.key_labor, Decimal(1)), (key, Decimal(1))])
        self.assertEqual([answer.ok for answer in answers], [True, False])
        self.assertEqual(answers[1].available, 0)
        self.assertFalse(self.lines.search([("cost_code_id", "=", self.digging.id)]))
