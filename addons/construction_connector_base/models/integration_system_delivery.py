# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from ..core.network import Network, parse_networks, url_fault


class IntegrationSystem(models.Model):
    """How calls reach a system: its adapter, its address, its limits, its breaker."""

    _inherit = "integration.system"

    adapter = fields.Selection(
        selection="_selection_adapter",
        tracking=True,
        help="Speaks the language of this product. Empty: the system speaks ours.",
    )
    base_url = fields.Char("Address of its API", tracking=True)
    private_networks = fields.Char(
        tracking=True,
        help="Networks inside your walls that calls to this system may reach, for example "
        "10.1.0.0/16. Empty: public addresses only.",
    )
    outgoing_per_minute = fields.Integer(
        "Our Calls per Minute", tracking=True, help="At most; 0 for no limit."
    )
    login_ids = fields.One2many(
        "integration.system.login", "system_id", groups="construction_connector_base.group_manager"
    )
    subscription_ids = fields.One2many("integration.subscription", "system_id")
    breaker_ids = fields.One2many("integration.breaker", "system_id", "Breakers", readonly=True)
    breaker_state = fields.Selection(
        [("closed", "Closed"), ("open", "Open"), ("half_open", "Half-Open")],
        "Breaker",
        compute="_compute_breaker",
    )
    breaker_until = fields.Datetime(compute="_compute_breaker")

    _outgoing_per_minute_positive = models.Constraint(
        "CHECK (outgoing_per_minute >= 0)", "Calls per minute cannot be less than none."
    )

    @api.model
    def _selection_adapter(self):
        names = self.env.registry.descendants(["integration.adapter"], "_inherit")
        return [
            (name, self.env[name]._description) for name in names if name != "integration.adapter"
        ]

    @api.depends("breaker_ids.state", "breaker_ids.until")
    def _compute_breaker(self):
        for system in self:
            system.breaker_state = system.breaker_ids.state or "closed"
            is_closed = system.breaker_state == "closed"
            system.breaker_until = False if is_closed else system.breaker_ids.until

    @api.constrains("private_networks")
    def _check_private_networks(self):
        for system in self:
            try:
                parse_networks(system.private_networks or "")
            except ValueError as error:
                raise ValidationError(
                    self.env._(
                        "“%(networks)s”: %(error)s. Write networks like 10.1.0.0/16, separated by "
                        "commas.",
                        networks=system.private_networks,
                        error=error,
                    )
                )

    @api.constrains("base_url", "environment")
    def _check_base_url(self):
        for system in self:
            if system.base_url:
                system._check_url(system.base_url)
            for subscription in system.subscription_ids:
                subscription._check_endpoint()

    def _check_url(self, url: str | bool) -> None:
        """Raise ``ValidationError`` for an address that calls of this system must not use."""
        self.ensure_one()
        fault = url_fault(url or "", self.environment == "production")
        if not fault:
            return
        texts = {
            "scheme": self.env._("it must begin with https:// (or http:// for a sandbox)"),
            "host": self.env._("it names no host"),
            "login": self.env._("logins belong under Login, where they are encrypted"),
            "tls": self.env._("a production system is called by https:// only"),
        }
        raise ValidationError(
            self.env._(
                "“%(url)s” is no address for %(system)s: %(why)s.",
                # a login in it must not come back in the text
                url=url if fault != "login" else "…",
                system=self.name,
                why=texts[fault],
            )
        )

    def _networks(self) -> tuple[Network, ...]:
        """The private networks that calls may reach."""
        # sudo: settings bind whoever delivers
        return parse_networks(self.sudo().private_networks or "")

    def _entity_of(self, company) -> str | None:
        """The system's word for a company; None for its default one without a word."""
        self.ensure_one()
        return (
            self.entity_ids.filtered(lambda entity: entity.company_id == company)[:1].code or None
        )

    def _adapter(self):
        """The adapter model of the system; raises ``UserError`` if it has none."""
        self.ensure_one()
        # sudo: settings bind whoever delivers
        name = self.sudo().adapter
        if not name or name not in self.env:
            raise UserError(
                self.env._(
                    "%(system)s has no adapter that is installed. Choose one on its form.",
                    system=self.sudo().name,
                )
            )
        return self.env[name]

    def _login(self):
        """Our login at the system, with its secret in clear, or None."""
        self.ensure_one()
        return self.env["integration.system.login"]._of(self)

    def action_close_breaker(self):
        """Let calls go out again now, on this user's word."""
        self.check_access("write")
        for system in self:
            with self.env["integration.attempt"]._journal() as journal:
                journal.env["integration.breaker"]._change(system.id, "closed", 0.0, 0)
            self.env["integration.audit.entry"]._note("breaker.reset", record=system)
        self._resume_sending()

    def _resume_sending(self) -> None:
        """Make what rests in the outbound lanes due, and wake them."""
        # plain SQL: nobody has a right to write messages; rows that a drain holds are being sent
        rows = self.env.execute_query(
            SQL(
                """
                UPDATE integration_message SET due_at = clock_timestamp() AT TIME ZONE 'UTC'
                 WHERE id IN (
                    SELECT id FROM integration_message
                     WHERE system_id = ANY(%s) AND state IN ('pending', 'unknown')
                       AND due_at > clock_timestamp() AT TIME ZONE 'UTC'
                       FOR UPDATE SKIP LOCKED)
                RETURNING id
                """,
                self.ids,
            )
        )
        self.env["integration.message"].invalidate_model(["due_at"])
        if rows:
            self.env["integration.lane"]._wake_messages([id_ for (id_,) in rows])
