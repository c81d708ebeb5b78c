# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class IntegrationMessage(models.Model):
    """What reconciling needs of messages."""

    _inherit = "integration.message"

    # The messages of a period, and those that came or ended since a comparison. Messages are
    # stored about in the order of time, so block ranges find them, and cost the door nothing.
    _time_idx = models.Index("USING brin (occurred_at, received_at, applied_at)")
