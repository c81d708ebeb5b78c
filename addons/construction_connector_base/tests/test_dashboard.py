# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from .common import IntegrationCase, event


@tagged("post_install", "-at_install")
class TestDashboard(IntegrationCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.operator = cls._create_user("group_operator", cls.acme | cls.bolt, login="operator")
        cls.reader = cls._create_user("group_user")

    def setUp(self):
        super().setUp()
        self.accept(event("done"))
        self.drain()
        self.accept(event("a"), event("b"), event("other", entity="B"))

        def stop(handler, items):
            for item in items:
                item.stop("too.much", "Too much.", amount=100)

        with self.handle(_gate=stop):
            self.drain()
        self.accept(event("waits"))
        with self.handle(_gate=lambda handler, items: items[0].wait_for("job", "J1", "No job.")):
            self.drain()
        self.accept(event("queued"))
        self.env["integration.metric.total"]._roll_up()

    def figures(self, user=None, companies=None):
        dashboard = self.env["integration.dashboard"].with_user(user or self.operator)
        return dashboard.with_context(
            allowed_company_ids=(companies or self.acme).ids, tz="UTC"
        ).get_figures()

    def tiles(self, **kw):
        return {tile["key"]: tile for tile in self.figures(**kw)["tiles"]}

    def chart(self, key, **kw):
        return next(chart for chart in self.figures(**kw)["charts"] if chart["key"] == key)

    def opened(self, action, user=None):
        """What the action of a figure shows."""
        records = self.env[action["res_model"]].with_user(user or self.operator)
        companies = (self.acme | self.bolt).ids
        return records.with_context(allowed_company_ids=companies).search(action["domain"])

    def test_stuck(self):
        tile = self.tiles()["stuck"]
        self.assertEqual((tile["value"], tile["tone"]), (2, "danger"))
        self.assertIn("200", tile["detail"])

    def test_chosen_companies(self):
        self.assertEqual(self.tiles(companies=self.acme | self.bolt)["stuck"]["value"], 3)
        self.assertEqual(self.tiles(companies=self.bolt)["stuck"]["value"], 1)
        self.assertEqual(self.tiles(companies=self.bolt)["oldest"]["detail"], "in 0 lanes")

    def test_money_in_the_currency_looked_at(self):
        euro, dollar = self.env.ref("base.EUR"), self.env.ref("base.USD")
        euro.active = True
        self.acme.currency_id, self.bolt.currency_id = euro, dollar
        self.env["res.currency.rate"].search([]).unlink()
        self.env["res.currency.rate"].create(
            [
                {
                    "currency_id": euro.id,
                    "rate": 1,
                    "name": "2020-01-01",
                    "company_id": self.acme.id,
                },
                {
                    "currency_id": dollar.id,
                    "rate": 2,
                    "name": "2020-01-01",
                    "company_id": self.acme.id,
                },
            ]
        )
        tile = self.tiles(companies=self.acme | self.bolt)["stuck"]
        self.assertIn("250", tile["detail"])

    def test_other_tiles(self):
        tiles = self.tiles()
        self.assertEqual(tiles["waiting"]["value"], 1)
        self.assertEqual(tiles["today"]["value"], 5)
        self.assertEqual(tiles["deliveries"]["value"], 0)
        self.assertEqual(tiles["oldest"]["detail"], "in 1 lanes")

    def test_alerts(self):
        rule = self.env["integration.alert.rule"].create({"name": "Rule", "metric": "exceptions"})
        self.env["integration.alert"]._cron_evaluate()
        tile = self.tiles(companies=self.acme | self.bolt)["alerts"]
        self.assertIn(rule, self.opened(tile["action"]).rule_id)
        self.assertEqual(tile["value"], len(self.opened(tile["action"])))

    def test_each_figure_opens_what_it_counts(self):
        companies = self.acme | self.bolt
        for key, tile in self.tiles(companies=companies).items():
            if key not in ("oldest", "drifts"):
                with self.subTest(key):
                    self.assertEqual(len(self.opened(tile["action"])), tile["value"])
        for key in ("reasons", "lanes", "ages"):
            chart = self.chart(key, companies=companies)
            for index, action in enumerate(chart["actions"]):
                with self.subTest(chart=key, label=chart["labels"][index]):
                    count = sum(one["data"][index] for one in chart["series"])
                    self.assertEqual(len(self.opened(action)), count)

    def test_flow(self):
        chart = self.chart("flow")
        self.assertEqual(len(chart["labels"]), 14)
        self.assertEqual([one["data"][-1] for one in chart["series"]], [5, 1, 2])
        self.assertEqual(len(self.opened(chart["actions"][-1])), 6)

    def test_reasons(self):
        chart = self.chart("reasons")
        self.assertEqual(chart["series"][0]["data"], [2])
        name, money = chart["labels"][0].split(" · ")
        self.assertEqual(name, "too.much")
        self.assertIn("200", money)

    def test_who_must_act(self):
        message = self.message("a")
        self.env.cr.execute(
            "UPDATE integration_message SET owner_id = %s, deadline_at = '2020-01-01'"
            " WHERE id = %s",
            [self.operator.id, message.id],
        )
        self.env.invalidate_all()
        people = {row["name"]: row for row in self.figures()["people"]}
        self.assertEqual(people.keys(), {self.operator.name, "Nobody yet"})
        mine = people[self.operator.name]
        self.assertEqual((mine["count"], mine["money_value"], mine["overdue"]), (1, 100, 1))
        self.assertEqual(self.opened(mine["action"]), message)
        self.assertEqual(people["Nobody yet"]["overdue"], 0)

    def test_systems(self):
        rows = self.figures(companies=self.acme | self.bolt)["systems"]
        [row] = [row for row in rows if row["id"] == self.system.id]
        self.assertEqual(row["stuck"], 3)
        self.assertEqual(row["failure_rate"], 75)
        self.assertTrue(row["last"])
        self.assertIsNone(row["key_days"])

    def test_managers_see_when_keys_expire(self):
        self.env["integration.api.key"]._generate(self.system, "k", 30)
        manager = self._create_user("group_manager", self.acme | self.bolt)
        rows = self.figures(user=manager)["systems"]
        [row] = [row for row in rows if row["id"] == self.system.id]
        self.assertIn(row["key_days"], (29, 30))

    def test_readers_see_it_others_do_not(self):
        self.assertEqual(self.tiles(user=self.reader)["stuck"]["value"], 2)
        plain = self.env["res.users"].create({"name": "Plain", "login": "plain"})
        with self.assertRaises(AccessError):
            self.figures(user=plain)

    def test_nothing_connected(self):
        self.env.cr.execute("DELETE FROM integration_message")
        self.env["integration.system"].search([]).active = False
        self.env.invalidate_all()
        self.assertTrue(self.figures()["is_empty"])
        self.assertEqual(self.tiles()["stuck"]["tone"], "success")

    def test_opened_in_the_web_client(self):
        self.start_tour(
            f"/odoo/integration-dashboard?cids={self.acme.id}",
            "integration_dashboard",
            login="operator",
        )
