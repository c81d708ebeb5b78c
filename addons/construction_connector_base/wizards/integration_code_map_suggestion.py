# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class IntegrationCodeMapSuggestion(models.TransientModel):
    """A known code that an unknown one may stand for."""

    _name = "integration.code.map.suggestion"
    _description = "Suggested Code"
    _order = "score desc, code"

    wizard_id = fields.Many2one("integration.code.map.propose", required=True, ondelete="cascade")
    code = fields.Char("Our Code", required=True, readonly=True)
    label = fields.Char("Means", readonly=True)
    score = fields.Float("Alike (%)", readonly=True, digits=(5, 1), aggregator=None)

    def action_choose(self):
        """Take the suggestion over into the wizard."""
        self.ensure_one()
        self.wizard_id.code = self.code
        return self.wizard_id._open_form()
