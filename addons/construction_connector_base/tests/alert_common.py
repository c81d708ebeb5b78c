# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the tests of alerts share."""

from datetime import datetime
from unittest.mock import patch

from odoo import fields

from .common import IntegrationCase, event

NOON = datetime(2026, 3, 2, 12)


class AlertCase(IntegrationCase):
    """No rule but those of the test; an operator owns the system ``field``."""

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
