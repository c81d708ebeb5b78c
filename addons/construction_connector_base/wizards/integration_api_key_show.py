# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class IntegrationApiKeyShow(models.AbstractModel):
    """Shows a new key. It has no table, so that the clear key is stored nowhere."""

    _name = "integration.api.key.show"
    _description = "Show Integration Key"

    # the onchange that fills the form needs an id field
    id = fields.Id()
    key = fields.Char(readonly=True)
