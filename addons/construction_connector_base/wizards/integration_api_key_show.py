# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class IntegrationApiKeyShow(models.AbstractModel):
    """Shows a new key. It has no table, so that the clear key is stored nowhere."""

    _name = "integration.api.key.show"
    _description = "Show Integration Key"

    # the onchange that fills the form needs an id field
    id = fields.Id()
    key = fields.Char(readonly=True)

    @api.model_create_multi
    def create(self, vals_list):
        # a browser that is closed with the form open tries to save it
        raise UserError(self.env._("A key is not stored. Copy it, then close the window."))
