# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from ..core import contract as contracts
from ..core.retention import ACTIONS, Ages


class IntegrationRetentionClass(models.Model):
    """How long messages of a kind are kept: archived, anonymised and deleted by age."""

    _name = "integration.retention.class"
    _description = "Retention Class"
    _inherit = ["integration.audit.mixin"]
    _order = "code"

    code = fields.Char(required=True, help="As contracts name it.")
    name = fields.Char(required=True, translate=True)
    description = fields.Text(translate=True)
    archive_days = fields.Integer(
        "Archived After", help="Days after arrival; 0: never. Archived messages leave the lists."
    )
    anonymise_days = fields.Integer(
        "Anonymised After",
        help="Days after arrival; 0: never. Payload, reason and errors are blanked; ids, digest, "
        "state and documents stay.",
    )
    delete_days = fields.Integer(
        "Deleted After",
        help="Days after arrival; 0: never. A hash of the id stays, so that the same message is "
        "not taken twice.",
    )
    types = fields.Char("Contracts", compute="_compute_types")
    due_archive = fields.Integer("To Archive", compute="_compute_due")
    due_anonymise = fields.Integer("To Anonymise", compute="_compute_due")
    due_delete = fields.Integer("To Delete", compute="_compute_due")
    held = fields.Integer("On Legal Hold", compute="_compute_due")

    _code_uniq = models.UniqueIndex("(code)", "Another retention class has this code.")

    @api.constrains("archive_days", "anonymise_days", "delete_days")
    def _check_days(self):
        for one in self:
            if not one._ages().is_ordered:
                raise ValidationError(
                    self.env._(
                        "%(name)s: messages are archived first, then anonymised, then deleted. "
                        "Give days in this order; 0 leaves a step out.",
                        name=one.name,
                    )
                )

    @api.depends("code")
    def _compute_types(self):
        for one in self:
            one.types = ", ".join(
                contract.type
                for contract in contracts.installed(self.env)
                if contract.retention == one.code
            )

    @api.depends("archive_days", "anonymise_days", "delete_days")
    def _compute_due(self):
        """The dry run: what the next run would do."""
        retention = self.env["integration.retention"]
        for one in self:
            for action in ACTIONS:
                one[f"due_{action}"] = retention._count_due(one, action) if one.id else 0
            one.held = retention._count_held(one) if one.id else 0

    def _ages(self) -> Ages:
        self.ensure_one()
        return Ages(self.archive_days, self.anonymise_days, self.delete_days)

    @api.model
    def action_run(self):
        """Let the next run begin now."""
        if not self.env.user.has_group("construction_connector_base.group_manager"):
            raise AccessError(
                self.env._(
                    "Only integration managers may start a retention run. Ask for the group "
                    "Integration: Manager."
                )
            )
        # sudo: the scheduler is no manager's to change, this one run is theirs to start
        self.env.ref("construction_connector_base.ir_cron_retention").sudo()._trigger()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "info",
                "message": self.env._(
                    "The run begins within a minute. What it did stands in the audit."
                ),
            },
        }
