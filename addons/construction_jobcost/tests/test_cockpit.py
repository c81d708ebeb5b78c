# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from .procurement_common import JOB_COST, ProcurementCommon


@tagged("post_install", "-at_install")
class TestCockpit(ProcurementCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.outsider = cls._person("ck_outsider", JOB_COST + "job_cost_user", cls.company)
        cls.job.job_team_ids -= cls.outsider
        cls.plain = cls._person("ck_plain", "base.group_user", cls.company)
        cls.job.write({"contract_amount": 5000, "contract_date": "2026-01-05"})

    def setUp(self):
        super().setUp()
        self._budget(1500)
        self.order = self._confirmed_order((self.rebar, 12, 100.0))
        self.order.date_approve = "2026-02-10 12:00:00"

    def _cockpit(self, user=None, as_of=None):
        user = user or self.reader
        cockpits = self.env["construction.job.cockpit"].with_user(user)
        cockpits = cockpits.with_context(allowed_company_ids=user.company_ids.ids)
        return cockpits.get_cockpit(self.job.id, as_of)

    def _keyed(self, name, **options):
        return {one["key"]: one for one in self._cockpit(**options)[name]}

    def _billed(self, quantity):
        """Post a bill of the order of the tenth of March, whatever was received."""
        bill = self._bill((self.order.order_line, quantity, 100.0))
        bill.with_user(self.approver).action_approve_bill(reason="Seen on site")
        self.env.cr.flush()
        return bill

    def test_figures_are_those_of_the_ledger(self):
        self._billed(3)
        tiles = self._keyed("tiles")
        amounts = {key: tile["amount"] for key, tile in tiles.items()}
        self.assertEqual(
            amounts,
            {
                "revised_budget": 1500,
                "committed": 1200,
                "job_to_date": 300,
                "open_commitment": 900,
                "estimate_at_completion": 1500,
                "over_under": 0,
                "contract": 5000,
                "margin": 3500,
            },
        )
        self.assertEqual((tiles["committed"]["percent"], tiles["job_to_date"]["percent"]), (80, 20))
        self.assertEqual(tiles["margin"]["detail"], "70 % of the contract")
        entries = self.env["construction.cost.entry"].with_user(self.reader)
        domain = tiles["contract"]["action"]["domain"]
        self.assertEqual(sum(entries.search(domain).mapped("amount")), 5000)

    def test_as_of_leaves_out_later_days(self):
        self._billed(3)
        tiles = self._keyed("tiles", as_of="2026-03-01")
        self.assertEqual((tiles["committed"]["amount"], tiles["job_to_date"]["amount"]), (1200, 0))
        tiles = self._keyed("tiles", as_of="2026-01-02")
        self.assertEqual(tiles["committed"]["amount"], 0)
        self.assertNotIn("contract", tiles)

    def test_trend_and_codes_end_at_the_figures(self):
        self._billed(3)
        self._budget(700, code=self.steel)
        charts = self._cockpit()["charts"]
        trend = {one["key"]: one["data"] for one in charts["trend"]["series"]}
        self.assertEqual(charts["trend"]["labels"], ["Jan 26", "Feb 26", "Mar 26"])
        self.assertEqual(trend["revised_budget"], [2200, 2200, 2200])
        self.assertEqual(trend["committed"], [0, 1200, 1200])
        self.assertEqual(trend["job_to_date"], [0, 0, 300])
        codes = charts["codes"]
        self.assertEqual(codes["labels"], ["03-100 Concrete", "05-200 Steel"])
        self.assertEqual(codes["series"][0]["data"], [1500, 700])

    def test_a_sound_job_has_no_warnings(self):
        self.order.date_planned = "2099-01-01"
        self.assertEqual(self._cockpit()["warnings"], [])

    def test_what_is_over_and_late_is_warned_of(self):
        late = self._confirmed_order((self.rebar, 5, 100.0))
        late.date_planned = "2026-02-20"
        self.order.date_planned = "2099-01-01"
        self._billed(14)
        warnings = self._keyed("warnings")
        over = warnings["over_budget"]
        self.assertEqual((over["count"], over["amount"], over["tone"]), (1, 200, "danger"))
        report = self.env["construction.cost.report"].with_user(self.reader)
        self.assertEqual(report.search(over["action"]["domain"]).over_under, -200)
        self.assertEqual(warnings["over_billed"]["count"], 1)
        orders = self.env["purchase.order"].with_user(self.reader)
        self.assertEqual(orders.search(warnings["late_receipts"]["action"]["domain"]), late)
        tones = [warning["tone"] for warning in self._cockpit()["warnings"]]
        self.assertEqual(tones, sorted(tones))

    def test_costs_without_a_code_are_warned_of(self):
        uncoded = self.env.ref("construction_jobcost.cost_code_uncoded")
        line = (self.env["purchase.order.line"], 1, 80.0)
        bill = self._bill((*line, {"analytic_distribution": self._coding(uncoded)}))
        bill.with_user(self.approver).action_approve_bill()
        self.assertEqual(self._keyed("warnings")["uncoded"]["amount"], 80)

    def test_what_waits_for_whom(self):
        requisition = self._requisition((1, 100.0, self.vendor))
        self.assertEqual(self._keyed("tasks", user=self.manager)["submit"]["count"], 1)
        self.assertNotIn("submit", self._keyed("tasks"))
        requisition.action_submit()
        approve = self._keyed("tasks", user=self.approver)["approve"]
        self.assertEqual((approve["count"], approve["amount"]), (1, 100))
        self.assertNotIn("approve", self._keyed("tasks", user=self.manager))
        self.assertEqual(self._keyed("warnings")["open_approvals"]["count"], 1)
        self._bill((self.order.order_line, 1, 100.0))
        self.assertEqual(self._keyed("tasks", user=self.bookkeeper)["bills"]["count"], 1)
        self.assertNotIn("bills", self._keyed("tasks"))

    def test_who_may_not_see_the_job_gets_nothing(self):
        self.assertEqual(self._cockpit(self.outsider), {"job": False})
        self.assertEqual(self._cockpit(self._stranger(JOB_COST + "job_cost_all")), {"job": False})
        with self.assertRaises(AccessError):
            self._cockpit(self.plain)

    def test_from_the_cockpit_to_the_document(self):
        self.order.date_planned = "2026-02-20"
        self.start_tour(
            f"/odoo/job-cockpit/{self.job.id}", "construction_cockpit", login=self.reader.login
        )
