# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime, timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.base.models.res_partner import _tz_get

from ..core.alerting import Quiet, Rule, Scope
from .integration_audit_mixin import IntegrationAuditMixin

METRICS = [
    ("runner_gone", "No job runner drains"),
    ("backlog_age", "Due message not drained (minutes)"),
    ("exceptions", "Open exceptions"),
    ("dead", "Dead letters"),
    ("overdue", "Overdue on the desk"),
    ("money_at_stake", "Money at stake"),
    ("waiting_age", "Oldest waiting message (hours)"),
    ("failure_rate", "Failures in the last hour (percent)"),
    ("latency", "Time to apply, 95 of 100 messages (seconds)"),
    ("refused", "Refused events in the last hour"),
    ("drift", "Reconciliation drifts"),
    ("breaker_open", "Breaker open"),
    ("call_failures", "Failed calls to a system in the last hour (percent)"),
    ("silence", "No message from a system (hours)"),
    ("key_expiry", "Key expires (days left)"),
]
#: Metrics of which less is worse.
BELOW = frozenset({"key_expiry"})


class IntegrationAlertRule(models.Model):
    """What must not go unnoticed: a measured value, its limit, for how long, and who is told."""

    _name = "integration.alert.rule"
    _description = "Alert Rule"
    # by its class, which so is defined before this one
    _inherit = [IntegrationAuditMixin._name]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    metric = fields.Selection(METRICS, required=True)
    threshold = fields.Float(
        digits=(16, 2),
        help="Values above it raise the alert; for time that is left, values below it.",
    )
    minutes = fields.Integer("For at Least (Minutes)", help="0: at once.")
    grain = fields.Selection(
        [
            ("lane", "Lane (company, system, workflow)"),
            ("system", "System"),
            ("company", "Company"),
            ("all", "All together"),
        ],
        "One Alert per",
        required=True,
        default="system",
    )
    severity = fields.Selection(
        [("info", "Information"), ("warning", "Warning"), ("critical", "Critical")],
        required=True,
        default="warning",
    )
    company_id = fields.Many2one("res.company", help="Empty: every company.")
    system_id = fields.Many2one(
        "integration.system", ondelete="cascade", help="Empty: every system."
    )
    workflow = fields.Char(help="Empty: every workflow.")
    owner_id = fields.Many2one(
        "res.users",
        domain=[("share", "=", False)],
        help="Who is told. Empty: the owner of the system.",
    )
    has_activity = fields.Boolean("Activity", default=True)
    has_mail = fields.Boolean("Mail", default=True)
    mail_to = fields.Char("Also Mail To", help="Addresses, separated by commas.")
    has_event = fields.Boolean(
        "Event",
        default=True,
        help="Systems that subscribed to alert.raised and alert.resolved are told, too.",
    )
    has_quiet_hours = fields.Boolean(
        "Quiet Hours", help="Alerts begin and end in them as ever, but are told afterwards."
    )
    quiet_from = fields.Float(default=20.0)
    quiet_to = fields.Float(default=6.0)
    quiet_tz = fields.Selection(
        _tz_get, "Time Zone", default=lambda self: self.env.user.tz or "UTC"
    )
    alert_ids = fields.One2many("integration.alert", "rule_id")
    open_count = fields.Integer("Open Alerts", compute="_compute_open_count")

    _minutes_positive = models.Constraint("CHECK (minutes >= 0)", "A duration is not negative.")

    def _compute_open_count(self):
        counts = dict(
            self.env["integration.alert"]._read_group(
                [("rule_id", "in", self.ids), ("is_open", "=", True)], ["rule_id"], ["__count"]
            )
        )
        for rule in self:
            rule.open_count = counts.get(rule, 0)

    @api.constrains("has_quiet_hours", "quiet_from", "quiet_to", "quiet_tz")
    def _check_quiet_hours(self):
        for rule in self.filtered("has_quiet_hours"):
            if not (0 <= rule.quiet_from <= 24 and 0 <= rule.quiet_to <= 24 and rule.quiet_tz):
                raise ValidationError(
                    self.env._(
                        "The quiet hours of %(rule)s need two times of day from 0:00 to 24:00 and "
                        "a time zone.",
                        rule=rule.name,
                    )
                )

    def _as_rule(self) -> Rule:
        """The rule as its arithmetic sees it."""
        self.ensure_one()
        return Rule(
            threshold=self.threshold,
            below=self.metric in BELOW,
            hold=timedelta(minutes=self.minutes),
            grain=self.grain,
            only=Scope(self.company_id.id or None, self.system_id.id or None, self.workflow or ""),
        )

    def _is_quiet(self, now: datetime) -> bool:
        """Whether nobody is to be told now (UTC without zone)."""
        self.ensure_one()
        return self.has_quiet_hours and Quiet(self.quiet_from, self.quiet_to, self.quiet_tz).covers(
            now
        )
