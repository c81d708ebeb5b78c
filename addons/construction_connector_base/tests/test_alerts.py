# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from ..models.integration_alert_event import RAISED, RESOLVED
from .alert_common import NOON, AlertCase


@tagged("post_install", "-at_install")
class TestAlerts(AlertCase):
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

    def test_event_for_subscribers(self):
        shop = self._create_system("shop", environment="sandbox")
        self.env["integration.subscription"].create(
            {
                "name": "Alerts",
                "system_id": shop.id,
                "endpoint_url": "https://example.com/alerts",
                "type_ids": [(0, 0, {"type": one.type}) for one in (RAISED, RESOLVED)],
            }
        )
        rule = self.rule("exceptions")
        self.rule("money_at_stake", has_event=False)
        self.stop("1")
        self.evaluate()
        self.message("1").with_user(self.operator)._reject("no")
        self.evaluate(NOON + timedelta(hours=1))
        sent = self.Message.search([("system_id", "=", shop.id)], order="id")
        self.assertEqual(sent.mapped("type"), [RAISED.type, RESOLVED.type])
        raised, resolved = sent.mapped("payload")
        self.assertEqual(raised["alert"], str(self.alerts(rule).id))
        self.assertEqual(
            {name: raised[name] for name in ("metric", "system", "value", "limit", "since")},
            {
                "metric": "exceptions",
                "system": "field",
                "value": "1.00",
                "limit": "0.00",
                "since": "2026-03-02T12:00:00Z",
            },
        )
        self.assertEqual(resolved["resolved_at"], "2026-03-02T13:00:00Z")

    def test_worst_value(self):
        rule = self.rule("exceptions")
        self.stop("1", "2")
        self.evaluate()
        self.message("1").with_user(self.operator)._reject("no")
        self.evaluate()
        alert = self.alerts(rule)
        self.assertEqual((alert.value, alert.worst_value), (1, 2))

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
