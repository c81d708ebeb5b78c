# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..models.integration_vault import ROTATED_TO


class IntegrationVaultRotate(models.TransientModel):
    """Shows which master key encrypts, and has everything encrypted with it."""

    _name = "integration.vault.rotate"
    _description = "Rotate Secrets"

    has_key = fields.Boolean(compute="_compute_keys")
    key_count = fields.Integer("Configured Keys", compute="_compute_keys")
    newest_key = fields.Char(
        compute="_compute_keys", help="A fingerprint. The key itself is never shown."
    )
    rotated_to = fields.Char("All Secrets Encrypted With", compute="_compute_keys")

    @api.depends_context("uid")
    def _compute_keys(self):
        vault = self.env["integration.vault"]
        opened = vault._vault() if vault._has_key() else None
        # sudo: a fingerprint; managers have no right to read system parameters
        rotated_to = self.env["ir.config_parameter"].sudo().get_param(ROTATED_TO)
        for wizard in self:
            wizard.has_key = bool(opened)
            wizard.key_count = opened.key_count if opened else 0
            wizard.newest_key = opened.fingerprint if opened else False
            wizard.rotated_to = rotated_to

    def action_rotate(self):
        """Have the scheduler encrypt every secret with the newest key, from now on."""
        if not self.env.user.has_group("construction_connector_base.group_manager"):
            raise AccessError(
                self.env._("Only integration managers may rotate secrets. Ask one of them.")
            )
        # raises when there is no usable key
        self.env["integration.vault"]._vault()
        # sudo: replaces the right to write system parameters; unset, the scheduler rotates
        self.env["ir.config_parameter"].sudo().set_param(ROTATED_TO, False)
        # sudo: replaces the right to run scheduled actions
        self.env.ref("construction_connector_base.ir_cron_vault_rotate").sudo()._trigger()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "The secrets are being encrypted with the newest key. This window shows its "
                    "fingerprint on both lines when it is done; only then remove the older keys."
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
