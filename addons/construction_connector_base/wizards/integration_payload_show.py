# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class IntegrationPayloadShow(models.AbstractModel):
    """Shows a sensitive payload. It has no table, so that what is shown is stored nowhere."""

    _name = "integration.payload.show"
    _description = "Show Sensitive Payload"

    # the onchange that fills the form needs an id field
    id = fields.Id()
    payload = fields.Text(readonly=True)

    @api.model_create_multi
    def create(self, vals_list):
        # a browser that is closed with the form open tries to save it
        raise UserError(self.env._("What is shown here is not stored. Close the window."))
