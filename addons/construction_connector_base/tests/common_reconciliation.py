# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from ..core.reconcile import ControlItem, ControlTotals
from .common import IntegrationCase, event

MARCH = (date(2026, 3, 1), date(2026, 4, 1))


class ReconciliationCase(IntegrationCase):
    """The system ``field`` reports what it has sent; people of Acme look at it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Reconciliation = cls.env["integration.reconciliation"]
        cls.operator = cls._create_user("group_operator")
        cls.manager = cls._create_user("group_manager")
        cls.reader = cls._create_user("group_user")
        cls.foreign = cls._create_user("group_manager", cls.strange)

    def take(self, *texts, **attributes):
        """Take events in whose documents are named as the texts, and apply them."""
        self.accept(
            *(event(f"{text}-{attributes.get('time', '')}", text, **attributes) for text in texts)
        )
        self.drain()

    def report(self, totals, period=MARCH, **scope):
        found = self.Reconciliation.with_user(self.system.user_id)._report_totals(
            self.system, self.acme, "connection", *period, totals=totals, **scope
        )
        return self.Reconciliation.browse(found.id)

    def items(self, *ids):
        return ControlTotals.of([ControlItem(id_) for id_ in ids])

    def drifts(self, one):
        return sorted((drift.kind, drift.external_id) for drift in one.drift_ids)

    def scope(self, **values):
        return {
            "system_id": self.system.id,
            "company_id": self.acme.id,
            "workflow": "connection",
            "date_start": MARCH[0],
            "date_end": MARCH[1],
        } | values
