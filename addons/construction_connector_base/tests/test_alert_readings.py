# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged

from ..models.integration_alert_rule import METRICS
from .alert_common import NOON, AlertCase
from .common import event


@tagged("post_install", "-at_install")
class TestAlertReadings(AlertCase):
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

    def test_signature_key_that_expires(self):
        self.env["integration.signature.key"]._generate(self.system, "k")
        self.assertFalse(self.read("key_expiry"))
        self.system.signature_key_ids.valid_until = fields.Datetime.now() + timedelta(days=3)
        self.assertEqual([round(days) for days in self.read("key_expiry").values()], [3])

    def test_breaker_and_failed_calls(self):
        self.env.cr.execute(
            "INSERT INTO integration_breaker (system_id, state, changed_at)"
            " VALUES (%s, 'open', now())",
            [self.system.id],
        )
        count = self.env["integration.metric.sample"]._count
        count("call_seconds", 3, system_id=self.system.id, state="retry", code="status")
        count("call_seconds", 1, system_id=self.system.id, state="delivered", bucket=3)
        self.env["integration.metric.total"]._roll_up()
        self.assertEqual(list(self.read("breaker_open").values()), [1])
        self.assertEqual(list(self.read("call_failures").values()), [75])
