# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64

from odoo import fields, models


class IntegrationConfigExport(models.TransientModel):
    """Gives the configuration as a file."""

    _name = "integration.config.export"
    _description = "Export the Configuration"

    file = fields.Binary(readonly=True, default=lambda self: self._default_file())
    filename = fields.Char(
        readonly=True, default=lambda self: f"integration-{fields.Date.today()}.yaml"
    )

    def _default_file(self):
        return base64.b64encode(self.env["integration.config"]._export().encode())
