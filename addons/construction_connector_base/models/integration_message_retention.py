# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class IntegrationMessage(models.Model):
    """What retention has done to a message, and what keeps it from doing more."""

    _inherit = "integration.message"

    retention_stage = fields.Selection(
        [("archived", "Archived"), ("anonymised", "Anonymised")], "Retention", readonly=True
    )
    legal_hold = fields.Boolean(compute="_compute_legal_hold")

    # the finished messages of a type that are old enough, by what was done to them already
    _retention_idx = models.Index(
        "(type, retention_stage, received_at)"
        " WHERE state IN ('done', 'rejected', 'superseded', 'delivered', 'acknowledged')"
    )

    def _compute_legal_hold(self):
        held = self.env["integration.legal.hold"]._held_ids(self.ids)
        for message in self:
            message.legal_hold = message.id in held

    def _personal_columns(self) -> list[str]:
        """Hook: columns that anonymising blanks, because they may speak of people."""
        return ["payload", "reason_text", "reason_details", "error"]
