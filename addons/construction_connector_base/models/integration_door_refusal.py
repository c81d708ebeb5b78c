# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class IntegrationDoor(models.AbstractModel):
    """Refused events are kept in sight."""

    _inherit = "integration.door"

    @api.model
    def _accept(self, system, events, traceparent=None):
        results = super()._accept(system, events, traceparent)
        self.env["integration.refusal"]._note_events(system, events, results)
        return results
