# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re

from odoo import Command, api, fields, models, tools
from odoo.exceptions import ValidationError

from ..core import contract as contracts
from ..core.routing import Routing, by_entity

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:/-]{0,63}")


class IntegrationSystem(models.Model):
    """An outside system: who answers for it, what it may send, and where that goes."""

    _name = "integration.system"
    _description = "Outside System"
    _inherit = ["mail.thread"]
    _order = "name"
    _check_company_auto = True

    name = fields.Char(required=True, tracking=True)
    code = fields.Char(
        required=True, tracking=True, help="The system names itself so as source of its messages."
    )
    active = fields.Boolean(default=True, tracking=True)
    owner_id = fields.Many2one(
        "res.users",
        default=lambda self: self.env.user,
        tracking=True,
        help="The person who answers for this connection.",
    )
    environment = fields.Selection(
        [("production", "Production"), ("sandbox", "Sandbox")],
        default="production",
        required=True,
        tracking=True,
    )
    company_id = fields.Many2one(
        "res.company",
        string="Default Company",
        required=True,
        default=lambda self: self.env.company,
        help="Takes the messages that name no legal entity.",
        tracking=True,
    )
    company_ids = fields.Many2many(
        "res.company",
        string="Allowed Companies",
        compute="_compute_company_ids",
        store=True,
        readonly=False,
        precompute=True,
    )
    user_id = fields.Many2one(
        "res.users",
        string="Service User",
        copy=False,
        ondelete="restrict",
        domain=lambda self: [
            ("all_group_ids", "in", self.env.ref("construction_connector_base.group_service").ids)
        ],
        help="Documents are written with its rights. Left empty, a bare one is created.",
    )
    entity_ids = fields.One2many("integration.system.entity", "system_id", copy=True)
    contract_ids = fields.One2many("integration.system.contract", "system_id", copy=True)
    key_ids = fields.One2many("integration.api.key", "system_id")
    id_source_ids = fields.Many2many(
        "integration.system",
        "integration_system_id_source_rel",
        "system_id",
        "source_id",
        string="Also Speaks the IDs of",
        help="Ids that are unknown for this system are looked up as ids of these.",
    )
    key_count = fields.Integer(compute="_compute_key_count")
    exception_count = fields.Integer(compute="_compute_exception_count")

    _code_uniq = models.UniqueIndex("(code)", "Another system has this code.")
    _user_uniq = models.UniqueIndex(
        "(user_id) WHERE user_id IS NOT NULL", "Each system needs a service user of its own."
    )

    @api.depends("company_id")
    def _compute_company_ids(self):
        for system in self:
            system.company_ids |= system.company_id

    @api.depends("key_ids.revoked", "key_ids.expires_at")
    def _compute_key_count(self):
        now = fields.Datetime.now()
        for system in self:
            system.key_count = len(system.key_ids.filtered(lambda key: key._is_valid(now)))

    def _compute_exception_count(self):
        counts = dict(
            self.env["integration.message"]._read_group(
                [("system_id", "in", self.ids), ("state", "in", ["exception", "dead"])],
                ["system_id"],
                ["__count"],
            )
        )
        for system in self:
            system.exception_count = counts.get(system, 0)

    @api.constrains("code")
    def _check_code(self):
        for system in self:
            if not CODE.fullmatch(system.code or ""):
                raise ValidationError(
                    self.env._(
                        "%(code)s is no code for a system: use letters, digits and . _ : / - only, "
                        "at most 64.",
                        code=system.code,
                    )
                )

    @api.constrains("company_id", "company_ids")
    def _check_companies(self):
        for system in self:
            strange = (system.company_id | system.entity_ids.company_id) - system.company_ids
            if strange:
                raise ValidationError(
                    self.env._(
                        "%(system)s routes messages to %(companies)s: add it to the allowed "
                        "companies first.",
                        system=system.name,
                        companies=", ".join(strange.mapped("name")),
                    )
                )

    @api.constrains("user_id")
    def _check_user(self):
        for system in self:
            if system.user_id and not system.user_id._is_integration_service():
                raise ValidationError(
                    self.env._(
                        "%(user)s cannot be the service user of %(system)s: it is a person's "
                        "account. Choose a user of the group Service Identity.",
                        user=system.user_id.name,
                        system=system.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        systems = super().create(vals_list)
        systems.filtered(lambda system: not system.user_id)._create_service_users()
        systems._sync_service_users()
        self.env.registry.clear_cache()
        return systems

    def write(self, vals):
        result = super().write(vals)
        if {"company_ids", "company_id", "user_id"} & vals.keys():
            self._sync_service_users()
        self.env.registry.clear_cache()
        return result

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()

    def action_open_messages(self):
        """Open the messages of the system."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "construction_connector_base.integration_message_action"
        )
        return action | {"domain": [("system_id", "=", self.id)], "context": {}}

    def _create_service_users(self):
        # sudo: replaces the right to create users; what is created has no right of its own
        Users = self.env["res.users"].sudo().with_context(no_reset_password=True)
        group = self.env.ref("construction_connector_base.group_service")
        for system in self:
            system.user_id = Users.create(
                {
                    "name": self.env._("%(system)s (service)", system=system.name),
                    "login": f"integration.{system.code}",
                    "group_ids": [Command.set(group.ids)],
                    "company_id": system.company_id.id,
                    "company_ids": [Command.set(system.company_ids.ids)],
                    "notification_type": "email",
                }
            )

    def _sync_service_users(self):
        for system in self:
            # sudo: replaces the right to write users; the account belongs to this system only
            user = system.user_id.sudo()
            if (user.company_id, user.company_ids) != (system.company_id, system.company_ids):
                user.write(
                    {
                        "company_id": system.company_id.id,
                        "company_ids": [Command.set(system.company_ids.ids)],
                    }
                )

    def _allow(self, types):
        """Add contract types to the scope of the systems; those they have are kept."""
        self.env["integration.system.contract"].create(
            [
                {"system_id": system.id, "type": type_}
                for system in self
                for type_ in sorted(set(types) - set(system.contract_ids.mapped("type")))
            ]
        )

    def action_allow_all(self):
        """Allow each contract that is installed."""
        self._allow(contract.type for contract in contracts.installed(self.env, "inbound"))

    @tools.ormcache("self.id")
    def _routing(self) -> Routing:
        """What the door needs to know about the system; cached until a setting changes."""
        self.ensure_one()
        # sudo: a service user has no right to read settings, the door judges by them for it
        system = self.sudo()
        return Routing(
            system_id=system.id,
            code=system.code,
            types=frozenset(system.contract_ids.mapped("type")),
            company_id=system.company_id.id,
            entities=by_entity((entity.code, entity._span()) for entity in system.entity_ids),
            handlers=frozenset(
                contract.handler for contract in contracts.installed(self.env, "inbound")
            ),
        )

    @api.model
    def _current(self):
        """The system whose service user this is, or an empty recordset."""
        return self.browse(self._id_of_user(self.env.uid))

    @tools.ormcache("uid")
    def _id_of_user(self, uid: int) -> int | bool:
        # sudo: a service user has no right to read settings
        return self.sudo().search([("user_id", "=", uid)], limit=1).id

    @tools.ormcache("self.id")
    def _id_source_ids(self) -> tuple[int, ...]:
        """Ids of the systems whose ids this one also speaks."""
        # sudo: a service user has no right to read settings
        return tuple(self.sudo().id_source_ids.ids)
