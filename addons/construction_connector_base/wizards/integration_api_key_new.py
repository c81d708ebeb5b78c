# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class IntegrationApiKeyNew(models.TransientModel):
    """Makes a key for a system and shows it once."""

    _name = "integration.api.key.new"
    _description = "New Integration Key"

    system_id = fields.Many2one("integration.system", required=True)
    name = fields.Char("What is it for?", required=True)
    days = fields.Integer("Valid for (Days)", required=True, default=365)

    def action_generate(self):
        """Make the key; the next screen is the only place where it can be read."""
        self.ensure_one()
        key = self.env["integration.api.key"]._generate(self.system_id, self.name, self.days)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("The Key Is Ready"),
            "res_model": "integration.api.key.show",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_key": key},
        }
