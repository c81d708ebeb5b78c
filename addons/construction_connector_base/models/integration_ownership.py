# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError

from ..core.ownership import Rule

#: Models on which rules would lock people out of Odoo, or this addon out of its own work.
NEVER = ("ir.", "res.users", "res.groups", "integration.", "queue.", "bus.", "base")


class IntegrationOwnership(models.Model):
    """Which side is the system of record for some fields of a model."""

    _name = "integration.ownership"
    _description = "System of Record"
    _order = "model_id, id"

    name = fields.Char(
        "Field Group", required=True, help="What the fields are together, e.g. address."
    )
    model_id = fields.Many2one(
        "ir.model", "Record", required=True, ondelete="cascade", domain=[("transient", "=", False)]
    )
    model_name = fields.Char(related="model_id.model", store=True)
    field_ids = fields.Many2many(
        "ir.model.fields",
        string="Fields",
        required=True,
        domain="[('model_id', '=', model_id), ('store', '=', True)]",
    )
    company_id = fields.Many2one("res.company", ondelete="cascade", help="Empty: every company.")
    system_id = fields.Many2one(
        "integration.system",
        "Owner",
        ondelete="cascade",
        help="The outside system that may change the fields. Empty: people in Odoo.",
    )
    policy = fields.Selection(
        [
            ("refuse", "Refuse"),
            ("park", "Ask a person"),
            ("note", "Leave it out and note it"),
        ],
        "Others' Changes",
        required=True,
        default="park",
        help="What becomes of a message of another system that would change an owned field. "
        "People in the web client are refused with the first two; with the last, their change is "
        "made and noted in the audit.",
    )
    active = fields.Boolean(default=True)

    @api.depends("name", "model_id.name")
    def _compute_display_name(self):
        for rule in self:
            rule.display_name = f"{rule.model_id.name or ''}: {rule.name or ''}"

    @api.constrains("model_id", "field_ids")
    def _check_model(self):
        for rule in self:
            if rule.model_name.startswith(NEVER):
                raise ValidationError(
                    self.env._(
                        "%(model)s belongs to Odoo itself and has no system of record.",
                        model=rule.model_id.name,
                    )
                )
            if rule.field_ids.model_id - rule.model_id:
                raise ValidationError(
                    self.env._("Choose fields of %(model)s only.", model=rule.model_id.name)
                )

    @api.constrains("company_id", "system_id")
    def _check_system_company(self):
        for rule in self:
            if rule.company_id and rule.system_id:
                rule._check_company_of_system()

    def _check_company_of_system(self):
        if self.company_id not in self.system_id.company_ids:
            raise ValidationError(
                self.env._(
                    "%(system)s exchanges nothing with %(company)s. Choose one of its companies.",
                    system=self.system_id.name,
                    company=self.company_id.name,
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        rules = super().create(vals_list)
        self.env.registry.clear_cache()
        rules._note_rules("ownership.created")
        return rules

    def write(self, vals):
        result = super().write(vals)
        # afterwards: the write itself asks for the rules
        self.env.registry.clear_cache()
        self._note_rules("ownership.changed")
        return result

    def unlink(self):
        self._note_rules("ownership.removed")
        result = super().unlink()
        self.env.registry.clear_cache()
        return result

    def _note_rules(self, step: str) -> None:
        for rule in self:
            self.env["integration.audit.entry"]._note(
                step,
                {
                    "model": rule.model_name,
                    "group": rule.name,
                    "fields": sorted(rule.field_ids.mapped("name")),
                    "policy": rule.policy,
                    "active": rule.active,
                },
                record=rule,
                company_id=rule.company_id.id or None,
                system_id=rule.system_id.id or None,
            )

    @api.model
    @tools.ormcache()
    def _rules(self) -> dict[str, tuple[Rule, ...]]:
        """The rules by model; models without a rule are absent."""
        found: dict[str, tuple[Rule, ...]] = {}
        # sudo: rules bind everybody, whatever they may read
        for rule in self.sudo().search([("active", "=", True)], order="id"):
            found[rule.model_name] = (*found.get(rule.model_name, ()), rule._as_rule())
        return found

    def _as_rule(self) -> Rule:
        self.ensure_one()
        return Rule(
            id=self.id,
            owner=self.system_id.id or None,
            owner_name=self.system_id.name or "Odoo",
            fields=frozenset(self.field_ids.mapped("name")),
            company_id=self.company_id.id or None,
            policy=self.policy,
        )
