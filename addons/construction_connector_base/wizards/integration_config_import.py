# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64

from odoo import fields, models
from odoo.exceptions import UserError


class IntegrationConfigImport(models.TransientModel):
    """Takes a configuration file: shows what it would change, then changes it."""

    _name = "integration.config.import"
    _description = "Import a Configuration"

    file = fields.Binary("Configuration File", required=True)
    filename = fields.Char()
    changes = fields.Text(readonly=True)
    digest = fields.Char(readonly=True)
    is_change = fields.Boolean(readonly=True)

    def action_preview(self):
        """Show what the file would change."""
        self.ensure_one()
        preview = self.env["integration.config"]._preview(self._text())
        self.write(
            {
                "changes": preview.text,
                "digest": preview.digest,
                "is_change": preview.is_change,
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Import Configuration"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def action_import(self):
        """Do what was shown."""
        self.ensure_one()
        self.env["integration.config"]._import(self._text(), self.digest or "")
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("The configuration was imported."),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _text(self) -> str:
        try:
            return base64.b64decode(self.file).decode()
        except ValueError:
            raise UserError(
                self.env._(
                    "%(file)s is no text in UTF-8.", file=self.filename or self.env._("This")
                )
            ) from None
