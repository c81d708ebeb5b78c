# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections.abc import Mapping

from odoo import api, fields, models, tools
from odoo.exceptions import UserError, ValidationError

from ..core.guard import Guard, parse_networks
from ..core.signature import Verdict, sign


class IntegrationSystem(models.Model):
    """How calls of a system, and ours to it, are secured."""

    _inherit = "integration.system"

    signature_key_ids = fields.One2many(
        "integration.signature.key",
        "system_id",
        groups="construction_connector_base.group_manager",
    )
    signature_required = fields.Boolean(
        "Signed Calls Only",
        tracking=True,
        help="Calls that bring messages need a Standard Webhooks signature beside the key.",
    )

    allowed_networks = fields.Text(
        "Allowed Addresses",
        tracking=True,
        help="Addresses or networks (CIDR) from which the system may call, one a line. Empty: all.",
    )
    rate_limit = fields.Integer(
        "Calls per Minute", tracking=True, help="More are answered 429. 0: as many as it likes."
    )
    max_bytes = fields.Integer(
        "Bytes per Call", tracking=True, help="0, or more than the general limit: the general one."
    )
    max_messages = fields.Integer(
        "Messages per Call",
        tracking=True,
        help="0, or more than the general limit: the general one.",
    )

    _limits_positive = models.Constraint(
        "CHECK (rate_limit >= 0 AND max_bytes >= 0 AND max_messages >= 0)",
        "A limit cannot be negative. 0 stands for none of its own.",
    )

    @api.constrains("allowed_networks")
    def _check_allowed_networks(self):
        for system in self:
            try:
                parse_networks(system.allowed_networks or "")
            except ValueError as error:
                raise ValidationError(
                    self.env._(
                        "%(part)s is neither an address nor a network. Write 203.0.113.7, "
                        "203.0.113.0/24 or 2001:db8::/32, one a line.",
                        part=error,
                    )
                ) from None

    @api.model_create_multi
    def create(self, vals_list):
        systems = super().create(vals_list)
        self.env["integration.rate"]._prepare(systems.filtered("rate_limit"))
        return systems

    def write(self, vals):
        result = super().write(vals)
        if vals.get("rate_limit"):
            self.env["integration.rate"]._prepare(self)
        return result

    def unlink(self):
        self.env["integration.rate"]._remove(self)
        return super().unlink()

    @tools.ormcache("self.id")
    def _guard(self) -> Guard:
        """What the door checks before it reads a call; cached until a setting changes."""
        self.ensure_one()
        # sudo: a service user has no right to read settings, the door judges by them for it
        system = self.sudo()
        return Guard(
            system_id=system.id,
            networks=parse_networks(system.allowed_networks or ""),
            rate=system.rate_limit,
            max_bytes=system.max_bytes,
            max_messages=system.max_messages,
            signature_required=system.signature_required,
            maintenance=system.maintenance,
            maintenance_text=system.maintenance_text or "",
            is_production=system.environment == "production",
        )

    def _sign_webhook(self, webhook_id: str, timestamp: int, body: bytes) -> dict[str, str]:
        """The Standard Webhooks headers of a call to the system, signed with each valid key.

        ``timestamp``: seconds since 1970. ``body``: UTF-8 text. Raises ``UserError`` if the
        system has no valid signature key.
        """
        self.ensure_one()
        keys = self.env["integration.signature.key"]
        known = keys._secrets(self)
        if not known:
            raise UserError(
                self.env._(
                    "%(system)s has no valid signature key, so nothing can be signed for it. Make "
                    "one on the page Security of the system.",
                    # sudo: the name of a system is no secret to whoever sends to it
                    system=self.sudo().name,
                )
            )
        if known[0][1]:
            keys._note_use(known[0][0])
        return sign([secret for _id, _stale, secret in known], webhook_id, timestamp, body)

    def _verify_webhook(self, headers: Mapping[str, str], body: bytes) -> bool:
        """Whether one of the system's valid keys has signed this, within the last 300 seconds.

        ``headers`` must find ``webhook-id``, ``webhook-timestamp`` and ``webhook-signature`` in
        lower case.
        """
        self.ensure_one()
        judgement = self.env["integration.signature.key"]._judge(self, headers, body)
        return judgement.verdict is Verdict.VALID
