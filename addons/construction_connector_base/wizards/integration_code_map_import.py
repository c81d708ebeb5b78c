# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64

from odoo import fields, models


class IntegrationCodeMapImport(models.TransientModel):
    """Takes the lines of a draft from a CSV file."""

    _name = "integration.code.map.import"
    _description = "Import Codes"

    version_id = fields.Many2one("integration.code.map.version", required=True, readonly=True)
    file = fields.Binary("CSV File", required=True, attachment=False)
    file_name = fields.Char()

    def action_import(self):
        """Replace the lines of the draft, or say what is wrong with the file."""
        self.ensure_one()
        self.version_id._import_csv(base64.b64decode(self.file))
        return {"type": "ir.actions.act_window_close"}
