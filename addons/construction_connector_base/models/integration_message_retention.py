# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections.abc import Sequence

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..core.errors import Unreadable


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

    def _sent_data(self):
        if self.retention_stage == "anonymised":
            raise Unreadable(
                "retention.anonymised",
                self.env._("What the message said was removed, as its retention class says."),
            )
        return super()._sent_data()

    @api.model
    def _replay(self, ids: Sequence[int]) -> list[int]:
        kept = self.browse(ids).filtered(lambda message: message.retention_stage != "anonymised")
        queued = super()._replay(kept.ids)
        # plain SQL: nobody has a right to write messages; what is worked on is in no archive
        self.env.cr.execute(
            """
            UPDATE integration_message SET retention_stage = NULL
             WHERE id = ANY(%s) AND retention_stage IS NOT NULL
            """,
            [queued],
        )
        self.invalidate_model(["retention_stage"])
        return queued

    def action_send_again(self):
        gone = self.filtered(lambda message: message.retention_stage == "anonymised")
        if gone:
            raise UserError(
                self.env._(
                    "%(message)s cannot be sent again: what it said was removed, as its retention "
                    "class says.",
                    message=gone[0].external_id,
                )
            )
        return super().action_send_again()
