# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.exceptions import AccessError, UserError
from odoo.fields import Date
from odoo.tests import BaseCase, tagged

from ..core.wip_schedule import converted, presented
from .close_common import MARCH
from .test_wip_schedule_core import QUIET, priced
from .wip_group_common import WipGroupCommon

TOTALS = ("contract", "earned", "underbilled", "overbilled", "gross_profit")


@tagged("post_install", "-at_install")
class TestWipConsolidationCore(BaseCase):
    @QUIET
    @given(priced(), st.integers(1, 10**6).map(lambda n: Decimal(n) / 10000))
    def test_columns_add_up_in_the_other_currency(self, item, rate):
        figures, step = item
        line = presented(figures, step)
        cent = Decimal("0.01")
        amounts = {
            "contract": figures.contract,
            "estimate": figures.estimate,
            "cost": figures.cost,
            "earned": line.earned,
            "billed": figures.billed,
            "loss_provision": line.loss_provision,
        }
        other = converted(amounts, rate, cent)
        self.assertEqual(other["earned"] + other["unearned"], other["contract"])
        self.assertEqual(other["overbilled"] * other["underbilled"], 0)
        self.assertEqual(
            other["earned"] + other["overbilled"] - other["underbilled"], other["billed"]
        )
        self.assertTrue(all(amount % cent == 0 for amount in other.values()))


@tagged("post_install", "-at_install")
class TestWipConsolidation(WipGroupCommon):
    def test_companies_at_the_rate_of_the_period_end(self):
        self._figures(billed=550000)
        self._signed()
        self._other_schedule()
        self._rate("2026-01-01", 0.25)
        self._rate("2026-03-31", 0.5)
        self._rate("2026-04-01", 0.1)
        group = self._consolidation()
        self.assertFalse(group.lacking_ids)
        lines = group._make_lines()
        self.assertEqual(
            {line.company_id: tuple(line[name] for name in TOTALS) for line in lines},
            {
                self.company: (1000000, 500000, 0, 50000, 75000),
                # 100,000 at two for one: earned 60,000, billed 50,000, cost 40,000
                self.other_company: (200000, 120000, 20000, 0, 40000),
            },
        )
        # never netted: both stand in the totals
        self.assertEqual(sum(lines.mapped("overbilled")), 50000)
        self.assertEqual(sum(lines.mapped("underbilled")), 20000)

    def test_a_rate_that_lacks_is_asked_for(self):
        self._figures()
        self._signed()
        self._other_schedule()
        self._rate("2026-04-01", 0.1)
        with self.assertRaisesRegex(UserError, "has no rate of"):
            self._consolidation()._make_lines()

    def test_only_signed_schedules_count(self):
        self._figures()
        self._schedule().action_submit()
        group = self._consolidation()
        self.assertEqual(group.lacking_ids, self.company | self.other_company)
        with self.assertRaisesRegex(UserError, "None of these companies"):
            group.action_view_lines()

    def test_who_consolidates(self):
        self._figures()
        self._signed()
        group = self._consolidation(self.auditor, self.company)
        rows = self.env["construction.wip.consolidation.line"].with_user(self.auditor)
        found = rows.search(group.action_view_lines()["domain"])
        self.assertEqual(found.earned, 500000)
        with self.assertRaises(AccessError):
            found.with_user(self.finance).read(["earned"])
        with self.assertRaises(AccessError):
            self._consolidation(self.manager, self.company)
        self.assertEqual(group.date, Date.to_date(MARCH))
