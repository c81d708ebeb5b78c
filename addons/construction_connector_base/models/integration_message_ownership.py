# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..core import states
from .integration_drain_ownership import LEFT_OUT, OURS, THEIRS

REFUSED = "sor.refused"


class IntegrationMessage(models.Model):
    """Conflicts about who keeps a field, with both values, and what a person decides."""

    _inherit = "integration.message"

    conflict_table = fields.Html("System of Record", compute="_compute_conflict_table")
    can_keep_ours = fields.Boolean(compute="_compute_can_keep_ours")

    @api.depends("reason_code", "reason_details")
    def _compute_conflict_table(self):
        for message in self:
            is_conflict = message.reason_code in (THEIRS, REFUSED, LEFT_OUT)
            details = message.reason_details if is_conflict else None
            message.conflict_table = message._conflict_table((details or {}).get("conflicts"))

    @api.depends("state", "reason_code")
    def _compute_can_keep_ours(self):
        for message in self:
            message.can_keep_ours = message.state == states.EXCEPTION and message.reason_code in (
                THEIRS,
                REFUSED,
            )

    def _conflict_table(self, conflicts):
        if not conflicts:
            return False
        labels = (
            self.env._("Record"),
            self.env._("Field"),
            self.env._("In Odoo"),
            self.env._("In the message"),
            self.env._("Kept in"),
        )
        columns = ("record", "label", "ours", "theirs", "owner")
        head = Markup().join(Markup("<th>%s</th>") % label for label in labels)
        rows = Markup().join(
            Markup("<tr>%s</tr>")
            % Markup().join(Markup("<td>%s</td>") % (one.get(name) or "") for name in columns)
            for one in conflicts
        )
        return Markup(
            '<table class="table table-sm o_table"><thead><tr>%s</tr></thead>'
            "<tbody>%s</tbody></table>"
        ) % (head, rows)

    def action_keep_ours(self):
        """Apply the messages without the fields that another side keeps."""
        self._check_operator()
        self._check_states(states.EXCEPTION)
        for message in self:
            if not message.can_keep_ours:
                raise UserError(
                    self.env._(
                        "Message %s did not stop for who keeps a field.", message.external_id
                    )
                )
        # sudo: nobody may write overrides by hand; the right to decide was checked above
        overrides = (
            self.env["integration.override"]
            .sudo()
            .create([message._prepare_ours_values() for message in self])
        )
        overrides._note("override.recorded")
        self._queue_again(self.ids)

    def _prepare_ours_values(self):
        self.ensure_one()
        return {
            "message_id": self.id,
            "code": OURS,
            "reason": self.env._("What Odoo says is kept."),
            "user_id": self.env.uid,
            "amount": self.amount_at_stake,
        }
