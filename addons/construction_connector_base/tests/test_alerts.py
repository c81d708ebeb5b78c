# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime, timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from ..models.integration_alert_rule import METRICS
from .common import IntegrationCase, event

NOON = datetime(2026, 3, 2, 12)


@tagged("post_install", "-at_install")
class TestAlerts(IntegrationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Rule = cls.env["integration.alert.rule"]
        cls.Alert = cls.env["integration.alert"]
        cls.Rule.search([]).active = False
        cls.operator = cls._create_user("group_operator")
        cls.operator.email = "operator@example.com"
        cls.system.owner_id = cls.operator

    def rule(self, metric, threshold=0, **values):
        return self.Rule.create({"name": metric, "metric": metric, "threshold": threshold} | values)

    def evaluate(self, now=NOON):
        with patch.object(fields.Datetime, "now", return_value=now):
            self.Alert._cron_evaluate()

    def alerts(self, rule):
        return self.Alert.search([("rule_id", "=", rule.id)], order="id")

    def stop(self, *ids, amount=100):
        self.accept(*[event(id_) for id_ in ids])

        def stop(handler, items):
            for item in items:
                item.stop("too.much", "Too much.", amount=amount)

        with self.handle(_gate=stop):
            self.drain()

    def kill(self, id_):
        def fail(handler, items):
            raise KeyError("a bug")

        self.accept(event(id_))
        with (
            self.handle(_apply=fail),
            self.assertLogs("odoo.addons.construction_connector_base", "ERROR"),
        ):
            self.drain()

    def read(self, metric):
        """The readings of the system ``field``, each with its scope."""
        readings = self.env["integration.alert.source"]._read({metric})[metric]
        return {
            scope: reading.value
            for scope, reading in readings.items()
            if scope.system_id == self.system.id
        }

    # From the beginning to the end

    def test_dead_letter_is_told_once_and_resolved(self):
        rule = self.rule("dead")
        self.kill("1")
        self.evaluate()
        self.evaluate()
        alert = self.alerts(rule)
        self.assertRecordValues(
            alert,
            [
                {
                    "state": "open",
                    "value": 1,
                    "system_id": self.system.id,
                    "owner_id": self.operator.id,
                }
            ],
        )
        self.assertEqual(alert.activity_ids.user_id, self.operator)
        mails = self.env["mail.mail"].search([("subject", "ilike", alert.display_name)])
        self.assertEqual(mails.mapped("subject"), [f"Alert: {alert.display_name}"])
        self.assertIn("operator@example.com", mails.email_to)
        self.message("1").with_user(self.operator)._reject("not needed")
        self.evaluate()
        self.assertEqual((alert.state, alert.worst_value), ("resolved", 1))
        self.assertFalse(alert.activity_ids)
        mails = self.env["mail.mail"].search([("subject", "ilike", alert.display_name)])
        self.assertEqual(len(mails), 2)

    def test_comes_again_as_a_new_alert(self):
        rule = self.rule("exceptions")
        self.stop("1")
        self.evaluate()
        self.message("1").with_user(self.operator)._reject("no")
        self.evaluate()
        self.stop("2")
        self.evaluate()
        self.assertEqual(self.alerts(rule).mapped("state"), ["resolved", "open"])

    def test_holds_for_some_minutes(self):
        rule = self.rule("exceptions", minutes=5)
        self.stop("1")
        self.evaluate()
        alert = self.alerts(rule)
        self.assertEqual((alert.state, alert.notice), ("pending", False))
        self.evaluate(NOON + timedelta(minutes=4))
        self.assertEqual(alert.state, "pending")
        self.evaluate(NOON + timedelta(minutes=5))
        self.assertEqual(alert.state, "open")
        self.assertTrue(alert.activity_ids)

    def test_quiet_hours(self):
        rule = self.rule(
            "exceptions", has_quiet_hours=True, quiet_from=11, quiet_to=13, quiet_tz="UTC"
        )
        self.stop("1")
        self.evaluate()
        alert = self.alerts(rule)
        self.assertEqual((alert.state, alert.notice), ("open", "raised"))
        self.assertFalse(alert.activity_ids)
        self.evaluate(NOON + timedelta(hours=1))
        self.assertTrue(alert.activity_ids)
        self.assertFalse(alert.notice)

    def test_archived_rule_ends_its_alerts(self):
        rule = self.rule("exceptions")
        self.stop("1")
        self.evaluate()
        rule.active = False
        self.evaluate()
        self.assertEqual(self.alerts(rule).state, "resolved")
        self.assertFalse(self.alerts(rule).activity_ids)

    def test_acknowledged(self):
        rule = self.rule("exceptions", has_mail=False)
        self.stop("1")
        self.evaluate()
        alert = self.alerts(rule)
        reader = self._create_user("group_user")
        with self.assertRaises(AccessError):
            alert.with_user(reader).action_acknowledge()
        alert.with_user(self.operator).action_acknowledge()
        self.evaluate()
        self.assertEqual((alert.state, alert.acknowledged_by_id), ("acknowledged", self.operator))
        entry = self.env["integration.audit.entry"].search([("step", "=", "alert.acknowledged")])
        self.assertEqual((entry.res_id, entry.user_id), (alert.id, self.operator))

    def test_mail_to_others(self):
        self.rule("exceptions", has_mail=False, mail_to="a@example.com, b@example.com")
        self.stop("1")
        self.evaluate()
        mail = self.env["mail.mail"].search([("email_to", "=", "a@example.com,b@example.com")])
        self.assertEqual(len(mail), 1)

    def test_worst_value(self):
        rule = self.rule("exceptions")
        self.stop("1", "2")
        self.evaluate()
        self.message("1").with_user(self.operator)._reject("no")
        self.evaluate()
        alert = self.alerts(rule)
        self.assertEqual((alert.value, alert.worst_value), (1, 2))

    # What is measured

    def test_each_metric_can_be_read(self):
        names = {name for name, _label in METRICS}
        self.assertEqual(self.env["integration.alert.source"]._read(names).keys(), names)

    def test_dead_runner_raises_an_alert(self):
        rule = self.rule("runner_gone", minutes=2, grain="all", owner_id=self.operator.id)
        health = {"draining": "nobody"}
        with patch.object(self.env.registry["integration.lane"], "_health", lambda lane: health):
            self.evaluate()
            self.evaluate(NOON + timedelta(minutes=2))
            alert = self.alerts(rule)
            self.assertEqual((alert.state, alert.activity_ids.user_id), ("open", self.operator))
            health["draining"] = "runner"
            self.evaluate(NOON + timedelta(minutes=3))
        self.assertEqual(alert.state, "resolved")

    def test_hung_runner_shows_as_due_messages(self):
        rule = self.rule("backlog_age", 15, grain="lane")
        self.accept(event("1"))
        self.evaluate(fields.Datetime.now())
        self.assertFalse(self.alerts(rule))
        self.evaluate(fields.Datetime.now() + timedelta(minutes=16))
        self.assertEqual(self.alerts(rule).workflow, "connection")

    def test_money_per_company(self):
        rule = self.rule("money_at_stake", 150, grain="company")
        self.stop("1", "2")
        self.evaluate()
        alert = self.alerts(rule)
        self.assertEqual((alert.value, alert.company_id), (200, self.acme))
        self.assertFalse(alert.system_id)

    def test_overdue(self):
        self.stop("1")
        self.assertFalse(self.read("overdue"))
        self.env.cr.execute("UPDATE integration_message SET deadline_at = '2020-01-01'")
        self.assertEqual(list(self.read("overdue").values()), [1])

    def test_waiting(self):
        self.accept(event("1"))
        with self.handle(_gate=lambda handler, items: items[0].wait_for("job", "J1", "No job.")):
            self.drain()
        self.env.cr.execute(
            "UPDATE integration_message SET received_at = received_at - interval '3 hours'"
        )
        [hours] = self.read("waiting_age").values()
        self.assertAlmostEqual(hours, 3, delta=0.1)

    def test_failure_rate_and_latency(self):
        self.accept(*[event(str(n)) for n in range(3)])
        self.drain()
        self.stop("bad")
        self.env["integration.metric.total"]._roll_up()
        self.assertEqual(list(self.read("failure_rate").values()), [25])
        [seconds] = self.read("latency").values()
        self.assertGreater(seconds, 0)
        self.env.cr.execute(
            "UPDATE integration_metric_total SET start = start - interval '2 hours'"
        )
        self.assertFalse(self.read("failure_rate"))

    def test_refused(self):
        self.accept(event("1"), event("1"), event("2", data={}), event("3", data={}))
        self.env["integration.metric.total"]._roll_up()
        self.assertEqual(list(self.read("refused").values()), [2])

    def test_silence(self):
        self.accept(event("1"))
        self.env.cr.execute("UPDATE integration_metric_sample SET at = at - interval '5 hours'")
        [hours] = self.read("silence").values()
        self.assertAlmostEqual(hours, 5, delta=0.1)
        self.system.active = False
        self.assertFalse(self.read("silence"))

    def test_key_that_expires(self):
        keys = self.env["integration.api.key"]
        keys._generate(self.system, "old", 10)
        keys._generate(self.system, "new", 90)
        self.assertEqual([round(days) for days in self.read("key_expiry").values()], [90])
        old = self.system.key_ids.filtered(lambda key: key.name == "old")
        old.last_used_at = fields.Datetime.now()
        self.assertEqual([round(days) for days in self.read("key_expiry").values()], [10])
        rule = self.rule("key_expiry", 14, grain="system")
        self.evaluate(fields.Datetime.now())
        self.assertEqual(self.alerts(rule).system_id, self.system)

    # Rights and shipped rules

    def test_company_of_alerts(self):
        rule = self.rule("exceptions", grain="lane")
        self.stop("1")
        self.evaluate()
        foreign = self._create_user("group_manager", self.strange)
        self.assertTrue(self.alerts(rule).with_user(self.operator).has_access("read"))
        self.assertFalse(self.alerts(rule).with_user(foreign).has_access("read"))
        for model in ("integration.alert", "integration.alert.rule"):
            self.assertFalse(self.env[model].with_user(self.operator).has_access("write"))
            self.assertFalse(self.env[model].with_user(self.system.user_id).has_access("read"))

    def test_bad_quiet_hours(self):
        with self.assertRaisesRegex(ValidationError, "quiet hours"):
            self.rule("dead", has_quiet_hours=True, quiet_from=25)

    def test_shipped_rules(self):
        shipped = self.Rule.with_context(active_test=False).search([])
        self.assertEqual(
            set(shipped.mapped("metric")),
            {"runner_gone", "backlog_age", "dead", "overdue", "key_expiry"},
        )
