# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import float_repr

from ..core import alerting
from ..core.alerting import Incident, Scope, Step

STATES = [
    (alerting.PENDING, "Pending"),
    (alerting.OPEN, "Open"),
    (alerting.ACKNOWLEDGED, "Acknowledged"),
    (alerting.RESOLVED, "Resolved"),
]
LIVE = (alerting.PENDING, alerting.OPEN, alerting.ACKNOWLEDGED)


class IntegrationAlert(models.Model):
    """A time during which a rule was broken somewhere; told once, over by itself."""

    _name = "integration.alert"
    _description = "Alert"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "id desc"

    rule_id = fields.Many2one(
        "integration.alert.rule", required=True, readonly=True, ondelete="cascade", index=True
    )
    severity = fields.Selection(related="rule_id.severity", store=True)
    metric = fields.Selection(related="rule_id.metric", store=True)
    company_id = fields.Many2one("res.company", readonly=True, ondelete="cascade")
    system_id = fields.Many2one("integration.system", readonly=True, ondelete="cascade")
    workflow = fields.Char(readonly=True)
    owner_id = fields.Many2one("res.users", compute="_compute_owner_id", store=True)
    state = fields.Selection(STATES, required=True, readonly=True)
    is_open = fields.Boolean(compute="_compute_is_open", search="_search_is_open")
    since = fields.Datetime("First Seen", required=True, readonly=True)
    last_seen_at = fields.Datetime("Last Seen", readonly=True)
    resolved_at = fields.Datetime("Resolved", readonly=True)
    acknowledged_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    value = fields.Float("Newest Value", digits=(16, 2), readonly=True, aggregator=None)
    worst_value = fields.Float(digits=(16, 2), readonly=True, aggregator=None)
    threshold = fields.Float("Limit", digits=(16, 2), readonly=True, aggregator=None)
    notice = fields.Selection(
        [(alerting.RAISED_NOTICE, "Raised"), (alerting.RESOLVED_NOTICE, "Resolved")],
        "Still to Be Told",
        readonly=True,
    )

    # one alert of a rule and scope at a time, and which are not over
    _live_uniq = models.UniqueIndex(
        "(rule_id, COALESCE(company_id, 0), COALESCE(system_id, 0), COALESCE(workflow, ''))"
        " WHERE state <> 'resolved'"
    )
    # what is still to be told
    _notice_idx = models.Index("(id) WHERE notice IS NOT NULL")

    @api.depends("rule_id.owner_id", "system_id.owner_id")
    def _compute_owner_id(self):
        for alert in self:
            alert.owner_id = alert.rule_id.owner_id or alert.system_id.owner_id

    @api.depends("state")
    def _compute_is_open(self):
        for alert in self:
            alert.is_open = alert.state in (alerting.OPEN, alerting.ACKNOWLEDGED)

    def _search_is_open(self, operator, value):
        if operator != "in" or len(value) != 1:
            return NotImplemented
        return [
            ("state", "in" if True in value else "not in", (alerting.OPEN, alerting.ACKNOWLEDGED))
        ]

    @api.depends("rule_id", "system_id", "workflow", "company_id")
    def _compute_display_name(self):
        for alert in self:
            parts = (alert.rule_id.name, alert.system_id.name, alert.workflow)
            alert.display_name = " · ".join(part for part in parts if part)

    def action_acknowledge(self):
        """Say that somebody takes care: no more notices, but the alert stays until it is over."""
        self.check_access("read")
        if not self.env.user.has_group("construction_connector_base.group_operator"):
            raise AccessError(
                self.env._(
                    "Only integration operators may acknowledge alerts. Ask for the group "
                    "Integration: Operator."
                )
            )
        # sudo: nobody may write alerts by hand; the right to this change was checked above
        alerts = self.sudo().filtered(lambda alert: alert.state == alerting.OPEN)
        alerts.write(
            {
                "state": alerting.ACKNOWLEDGED,
                "acknowledged_by_id": self.env.uid,
                "notice": False,
            }
        )
        for alert in alerts:
            alert.message_post(
                body=self.env._("Acknowledged."), author_id=self.env.user.partner_id.id
            )
            self.env["integration.audit.entry"]._note(
                "alert.acknowledged", record=alert, company_id=alert.company_id.id or None
            )

    # The cron

    @api.model
    def _cron_evaluate(self) -> None:
        """Judge all rules by fresh readings, then tell what is to be told now."""
        rules = self.env["integration.alert.rule"].search([("active", "=", True)])
        self._evaluate(rules, fields.Datetime.now())
        self._end_orphans(rules)
        self._tell(fields.Datetime.now())

    @api.model
    def _evaluate(self, rules, now: datetime) -> None:
        readings = self.env["integration.alert.source"]._read(set(rules.mapped("metric")))
        live = self.search([("state", "in", LIVE), ("rule_id", "in", rules.ids)])
        by_rule = live.grouped("rule_id")
        for rule in rules:
            incidents = [one._as_incident() for one in by_rule.get(rule, self)]
            steps = alerting.decide(rule._as_rule(), readings[rule.metric], incidents, now)
            self._take(rule, steps, now)

    @api.model
    def _end_orphans(self, rules) -> None:
        """What a rule that was switched off has raised is over, without a word."""
        orphans = self.search([("state", "in", LIVE), ("rule_id", "not in", rules.ids)])
        orphans.write(
            {"state": alerting.RESOLVED, "resolved_at": fields.Datetime.now(), "notice": False}
        )
        orphans.activity_ids.unlink()

    def _as_incident(self) -> Incident:
        self.ensure_one()
        scope = Scope(self.company_id.id or None, self.system_id.id or None, self.workflow or "")
        return Incident(self.id, scope, self.state, self.since, self.notice or "")

    @api.model
    def _take(self, rule, steps: Sequence[Step], now: datetime) -> None:
        """Store what became of the incidents of a rule."""
        self.create(
            [self._prepare_new_values(rule, step, now) for step in steps if step.id is None]
        )
        known = [step for step in steps if step.id is not None]
        self.browse(step.id for step in known if step.state == alerting.DROPPED).unlink()
        for step in known:
            if step.state != alerting.DROPPED:
                alert = self.browse(step.id)
                alert.write(alert._prepare_step_values(rule, step, now))

    @api.model
    def _prepare_new_values(self, rule, step: Step, now: datetime) -> dict[str, Any]:
        return {
            "rule_id": rule.id,
            "company_id": step.scope.company_id,
            "system_id": step.scope.system_id,
            "workflow": step.scope.workflow,
            "state": step.state,
            "since": now,
            "last_seen_at": now,
            "value": step.value,
            "worst_value": step.value,
            "threshold": rule.threshold,
            "notice": step.notice or False,
        }

    def _prepare_step_values(self, rule, step: Step, now: datetime) -> dict[str, Any]:
        values = {"state": step.state, "notice": step.notice or False}
        if step.state == alerting.RESOLVED:
            return values | {"resolved_at": now}
        worse = min if rule._as_rule().below else max
        return values | {
            "value": step.value,
            "worst_value": worse(self.worst_value, step.value),
            "last_seen_at": now,
        }

    def _announce(self, notice: str) -> None:
        """Hook: tell others, too, that an alert was raised or is over; once each."""

    def _value_text(self, value: float) -> str:
        """A value with its unit, as the rule names it."""
        labels = dict(self._fields["metric"]._description_selection(self.env))
        return f"{labels[self.metric]}: {self._figure(value)}"

    @api.model
    def _figure(self, value: float) -> str:
        return float_repr(value, 2).rstrip("0").rstrip(".")
