# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64

from odoo import api, fields, models


class IntegrationConfigExport(models.TransientModel):
    """Gives the configuration as a file."""

    _name = "integration.config.export"
    _description = "Export the Configuration"

    file = fields.Binary(readonly=True)
    filename = fields.Char(readonly=True)

    @api.model
    def action_export(self):
        """Write the file and offer it."""
        text = self.env["integration.config"]._export()
        # what is not stored yet cannot be downloaded
        wizard = self.create(
            {
                "file": base64.b64encode(text.encode()),
                "filename": f"integration-{fields.Date.today()}.yaml",
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Export Configuration"),
            "res_model": self._name,
            "res_id": wizard.id,
            "views": [(False, "form")],
            "target": "new",
        }
