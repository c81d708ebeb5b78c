# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime, timezone

from odoo import models

from ..core import alerting
from ..core.contract import Code, Contract, LongText, Moment, Payload, Quantity, Text, register


class AlertRaised(Payload):
    """A measured value is beyond its limit. ``alert``: its id here."""

    alert: Code
    rule: Text
    metric: Code
    severity: Code
    system: Code | None = None
    workflow: Code | None = None
    value: Quantity
    limit: Quantity
    since: Moment
    text: LongText


class AlertResolved(Payload):
    """An alert is over."""

    alert: Code
    rule: Text
    metric: Code
    severity: Code
    system: Code | None = None
    workflow: Code | None = None
    worst: Quantity
    since: Moment
    resolved_at: Moment
    text: LongText


_EXAMPLE = {
    "alert": "12",
    "rule": "Dead letters",
    "metric": "dead",
    "severity": "warning",
    "system": "field",
    "since": "2026-03-02T08:00:00Z",
}

RAISED = register(
    Contract(
        name="alert.raised",
        version=1,
        direction="outbound",
        payload=AlertRaised,
        handler="integration.alert",
        workflow="alerts",
        document=lambda data: data.alert,
        ordering_key=lambda data: data.alert,
        description="A measured value is beyond the limit of an alert rule.",
        example=_EXAMPLE | {"value": "3", "limit": "0", "text": "Dead letters: 3 (limit 0)"},
    )
)
RESOLVED = register(
    Contract(
        name="alert.resolved",
        version=1,
        direction="outbound",
        payload=AlertResolved,
        handler="integration.alert",
        workflow="alerts",
        document=lambda data: data.alert,
        ordering_key=lambda data: data.alert,
        description="An alert is over.",
        example=_EXAMPLE
        | {"worst": "3", "resolved_at": "2026-03-02T09:00:00Z", "text": "Dead letters: 3"},
    )
)


class IntegrationAlert(models.Model):
    """Tells systems that have subscribed of alerts."""

    _inherit = "integration.alert"

    def _announce(self, notice: str) -> None:
        super()._announce(notice)
        self._publish(RAISED if notice == alerting.RAISED_NOTICE else RESOLVED)

    def _publish(self, contract: Contract) -> None:
        """Publish an event about the alert, if the rule says so and anybody asked for it."""
        if not self.rule_id.has_event:
            return
        self.env["integration.outbox"]._publish(
            contract.type,
            self._prepare_event(contract),
            company=self._event_company(),
            # whoever is late or silent may want to know of it: this is no echo
            exclude_system_id=False,
        )

    def _event_company(self):
        """Where the event belongs: what concerns all companies goes out with the system's."""
        main = self.env.ref("base.main_company")
        return self.company_id or self.rule_id.company_id or self.system_id.company_id or main

    def _prepare_event(self, contract: Contract) -> dict:
        self.ensure_one()
        values = {
            "alert": str(self.id),
            "rule": self.rule_id.name,
            "metric": self.metric,
            "severity": self.severity,
            "system": self.system_id.code or None,
            "workflow": self.workflow or None,
            "since": _utc(self.since),
        }
        if contract is RAISED:
            return values | {
                "value": f"{self.value:.2f}",
                "limit": f"{self.threshold:.2f}",
                "text": self._value_text(self.value),
            }
        return values | {
            "worst": f"{self.worst_value:.2f}",
            "resolved_at": _utc(self.resolved_at),
            "text": self._value_text(self.worst_value),
        }


def _utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=timezone.utc)
