# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.exceptions import AccessError
from odoo.tests import BaseCase, tagged

from ..core.portfolio import EMPTY, GOOD, OVER, RISK, health
from .common import MODULE, JobCostCommon

QUIET = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
AMOUNTS = st.integers(0, 10**6).map(Decimal)


@tagged("post_install", "-at_install")
class TestPortfolioCore(BaseCase):
    @QUIET
    @given(AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS)
    def test_more_cost_never_makes_a_job_look_better(self, budget, spent, eac, over, contract):
        rank = [EMPTY, GOOD, RISK, OVER].index
        before = health(budget, spent, eac, -over, contract)
        after = health(budget, spent, eac + 1, -over, contract)
        self.assertGreaterEqual(rank(after), rank(before))
        self.assertEqual(health(budget, spent, eac, -over - 1, contract), OVER)


@tagged("post_install", "-at_install")
class TestPortfolio(JobCostCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.member = cls.create_user("folio_member", f"{MODULE}.group_job_cost_user")
        cls.controller = cls.create_user("folio_all", f"{MODULE}.group_job_cost_all")
        cls.plain = cls.create_user("folio_plain")
        cls.second = cls.create_job("0043", contract_amount=1200, contract_date="2026-01-05")
        cls.third = cls.create_job("0044")
        cls.create_estimate(lines=[(cls.concrete, cls.labor, 1000)]).action_award()
        cls.create_estimate(job=cls.second, number="E-2").action_award()
        cls.create_timesheet(hours=8, date="2026-02-02")

    def _rows(self, user=None, domain=(), **moment):
        # figures of one moment are kept for all of a request
        self.env.invalidate_all()
        rows = self.env["construction.portfolio"].with_user(user or self.controller)
        rows = rows.with_context(allowed_company_ids=self.company.ids, **moment)
        return {row.project_id: row for row in rows.search(list(domain))}

    def test_a_job_shows_the_sums_of_its_cost_report(self):
        rows = self._rows()
        self.assertEqual(set(rows), {self.job, self.second, self.third})
        for job, row in rows.items():
            lines = job._get_job_cost()
            for name in ("revised_budget", "job_to_date", "estimate_at_completion", "available"):
                self.assertEqual(self.dec(row[name]), sum(line[name] for line in lines), name)
        row = rows[self.second]
        self.assertEqual(
            (row.contract, row.margin, round(row.margin_percent, 2)), (1200, 200, 16.67)
        )
        self.assertEqual(rows[self.job].spent_percent, 40)

    def test_health_is_judged_as_in_python(self):
        self.create_timesheet(hours=20)
        self.second.contract_amount = 900
        rows = self._rows()
        for row in rows.values():
            figures = ("revised_budget", "job_to_date", "estimate_at_completion", "over_under")
            self.assertEqual(
                row.health, health(*(self.dec(row[name]) for name in (*figures, "contract")))
            )
        self.assertEqual(
            [rows[job].health for job in (self.job, self.second, self.third)], [OVER, RISK, EMPTY]
        )
        self.assertEqual(set(self._rows(domain=[("health", "=", "risk")])), {self.second})

    def test_as_of_a_day(self):
        self.assertEqual(self._rows()[self.job].job_to_date, 400)
        self.assertEqual(self._rows(as_of="2026-02-01")[self.job].job_to_date, 0)
        self.assertEqual(self._rows(as_of="2026-01-01")[self.second].contract, 0)

    def test_totals_over_companies_are_in_one_currency(self):
        other = self.env.ref("base.EUR")
        if other == self.company.currency_id:
            other = self.env.ref("base.USD")
        other.active = True
        self.env["res.currency.rate"].create(
            {"name": "2026-01-01", "rate": 0.5, "currency_id": other.id, "company_id": False}
        )
        abroad = self.env["res.company"].create({"name": "Abroad", "currency_id": other.id})
        self.env.user.company_ids |= abroad
        job = self.create_job("0051", company_id=abroad.id, contract_amount=100)
        portfolio = self.env["construction.portfolio"].with_context(
            allowed_company_ids=(self.company | abroad).ids
        )
        [(contract,)] = portfolio._read_group(
            [("project_id", "in", (job | self.second).ids)],
            [],
            [f"contract:{portfolio._fields['contract'].aggregator}"],
        )
        # 100 of a currency of which one buys two of the company's
        self.assertEqual(contract, 1200 + 200)

    def test_each_sees_the_own_jobs(self):
        self.assertEqual(set(self._rows(self.member)), {self.job})
        with self.assertRaises(AccessError):
            self._rows(self.plain)

    def test_a_row_opens_the_cockpit(self):
        action = self._rows()[self.job].action_view_cockpit()
        self.assertEqual(action["tag"], "construction_jobcost.job_cockpit")
        self.assertEqual(action["context"], {"active_id": self.job.id})
