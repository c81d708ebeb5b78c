# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime, timedelta

from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError

from ..core.http_client import Limits

#: After that a lane whose subscription is switched off is looked at again.
OFF = timedelta(minutes=10)
MAX_SECONDS = 60


class IntegrationSubscription(models.Model):
    """Which events go to a system, and how. Each subscription is a lane of its own per company."""

    _name = "integration.subscription"
    _description = "Subscription"
    _inherit = ["integration.routing.setting", "integration.audit.mixin", "mail.thread"]
    _order = "system_id, name"

    name = fields.Char(required=True, tracking=True)
    active = fields.Boolean(default=True, tracking=True)
    system_id = fields.Many2one(
        "integration.system", required=True, ondelete="restrict", index=True, tracking=True
    )
    channel = fields.Selection(
        [
            ("webhook", "Webhook"),
            ("adapter", "Adapter of the System"),
            ("folder", "Files in a Folder"),
            ("stored", "Files in Odoo"),
        ],
        required=True,
        default="webhook",
        tracking=True,
    )
    type_ids = fields.One2many(
        "integration.subscription.type", "subscription_id", "Events", copy=True,
        help="Empty: all events.",
    )  # fmt: skip
    company_ids = fields.Many2many(
        "res.company",
        string="Companies",
        help="Empty: all companies that the system may serve.",
    )
    endpoint_url = fields.Char("Endpoint", tracking=True, help="Takes events by POST.")
    receiver_is_idempotent = fields.Boolean(
        "Receiver Knows Repeats",
        default=True,
        tracking=True,
        help="The receiver tells by the id that it has had an event before. If not, and it cannot "
        "be asked either, a person decides about events whose arrival is not certain.",
    )
    timeout_seconds = fields.Integer(
        "Time-Out", default=10, help="For a call, from connecting to its last byte."
    )
    pending_count = fields.Integer("Queued", compute="_compute_counts")
    failed_count = fields.Integer("Failed", compute="_compute_counts")

    _name_uniq = models.UniqueIndex(
        "(system_id, name)", "The system has a subscription of this name already."
    )
    _timeout_range = models.Constraint(
        f"CHECK (timeout_seconds BETWEEN 1 AND {MAX_SECONDS})",
        f"A call may take 1 to {MAX_SECONDS} seconds.",
    )

    def _compute_counts(self):
        counts: dict[tuple[int, str], int] = {
            (subscription.id, state): count
            for subscription, state, count in self.env["integration.message"]._read_group(
                [
                    ("subscription_id", "in", self.ids),
                    ("state", "in", ["pending", "retry", "unknown", "exception", "dead"]),
                ],
                ["subscription_id", "state"],
                ["__count"],
            )
        }
        for one in self:
            states = {state: counts.get((one.id, state), 0) for _id, state in counts}
            one.failed_count = states.get("exception", 0) + states.get("dead", 0)
            one.pending_count = sum(states.values()) - one.failed_count

    @api.constrains("channel", "endpoint_url", "system_id")
    def _check_endpoint(self):
        for subscription in self.filtered(lambda one: one.channel == "webhook"):
            subscription.system_id._check_url(subscription.endpoint_url)

    @api.constrains("company_ids", "system_id")
    def _check_companies(self):
        for subscription in self:
            strange = subscription.company_ids - subscription.system_id.company_ids
            if strange:
                raise ValidationError(
                    self.env._(
                        "%(system)s does not serve %(companies)s. Add them to its companies first.",
                        system=subscription.system_id.name,
                        companies=", ".join(strange.mapped("name")),
                    )
                )

    @api.model
    @tools.ormcache("type_", "company_id")
    def _matching(self, type_: str, company_id: int) -> tuple[tuple[int, int], ...]:
        """(subscription, system) ids of who gets events of this type from this company."""
        # sudo: whoever causes an event need not see who is told of it
        found = self.sudo().search(
            [
                ("system_id.active", "=", True),
                ("system_id.company_ids", "in", company_id),
                "|",
                ("company_ids", "=", False),
                ("company_ids", "in", company_id),
                "|",
                ("type_ids", "=", False),
                ("type_ids.type", "=", type_),
            ],
            order="id",
        )
        return tuple((one.id, one.system_id.id) for one in found)

    @api.model
    @tools.ormcache("type_")
    def _exists_for(self, type_: str) -> bool:
        """Whether anybody has subscribed to this type."""
        # sudo: whoever causes an event need not see who is told of it
        domain = ["|", ("type_ids", "=", False), ("type_ids.type", "=", type_)]
        return bool(self.sudo().search_count(domain, limit=1))

    def _off_until(self) -> datetime | None:
        """Hook: when to look again, if nothing may be sent now."""
        self.ensure_one()
        if self.active and self.system_id.active and self.system_id._may_send():
            return None
        return fields.Datetime.now() + OFF

    def _limits(self) -> Limits:
        """What a call may take."""
        return Limits(seconds=float(self.timeout_seconds), networks=self.system_id._networks())

    def action_open_messages(self):
        """Open what the subscription has sent, or will."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "construction_connector_base.integration_message_outbox_action"
        )
        return action | {"domain": [("subscription_id", "=", self.id)], "context": {}}
