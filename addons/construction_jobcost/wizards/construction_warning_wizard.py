# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ConstructionWarningWizard(models.TransientModel):
    """Ask what is done about warnings, and until when they are left alone."""

    _name = "construction.warning.wizard"
    _description = "Acknowledge Warnings"

    warning_ids = fields.Many2many("construction.warning", required=True)
    note = fields.Text(string="What Is Done", required=True)
    until = fields.Date(required=True)

    def action_acknowledge(self):
        """Acknowledge as the current user."""
        self.ensure_one()
        self.warning_ids.action_acknowledge(self.note, fields.Date.to_string(self.until))
        return {"type": "ir.actions.act_window_close"}
