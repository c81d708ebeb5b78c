# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import orjson
from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError


class IntegrationMessageCorrect(models.TransientModel):
    """Corrects the payload of a message, with the errors and the changes beside it."""

    _name = "integration.message.correct"
    _description = "Correct Payload"

    message_id = fields.Many2one("integration.message", required=True, readonly=True)
    text = fields.Text("Payload", compute="_compute_text", inverse="_inverse_text")
    # a sensitive payload does not stand in clear in a table, not even for a while
    kept = fields.Text(groups=fields.NO_ACCESS)
    reason = fields.Text("Why Is It Corrected?")
    errors_html = fields.Html("What Does Not Fit", compute="_compute_errors_html", sanitize=False)
    changes_html = fields.Html("Changes", compute="_compute_errors_html", sanitize=False)

    @api.depends("kept")
    def _compute_text(self):
        vault = self.env["integration.vault"]
        for wizard in self:
            # sudo: the column is for no user's eyes, its text is the user's own
            kept = wizard.sudo().kept
            is_sealed = kept and wizard.message_id.is_sensitive
            wizard.text = vault._decrypt(kept) if is_sealed else kept

    def _inverse_text(self):
        vault = self.env["integration.vault"]
        for wizard in self:
            is_sealed = wizard.text and wizard.message_id.is_sensitive
            # sudo: as above
            wizard.sudo().kept = vault._encrypt(wizard.text) if is_sealed else wizard.text

    @api.depends("text", "message_id")
    def _compute_errors_html(self):
        for wizard in self:
            wizard.errors_html = wizard.changes_html = False
            # a person without the right sees neither
            if not wizard.message_id or not wizard.text or not wizard.message_id.can_correct:
                continue
            errors = wizard.message_id._correction_errors(wizard.text)
            if errors:
                wizard.errors_html = Markup("<ul>%s</ul>") % Markup("").join(
                    Markup("<li><code>{}</code> {}</li>").format(one.pointer, one.detail)
                    for one in errors
                )
                continue
            wizard.changes_html = self.env["integration.correction"]._changes_table(
                wizard.message_id._sent_data(), orjson.loads(wizard.text)
            )

    def action_correct(self):
        """Keep the correction and queue the message again."""
        self.ensure_one()
        reason = (self.reason or "").strip()
        if not reason:
            raise UserError(self.env._("Say why the payload is corrected: auditors will ask."))
        self.message_id._correct(self.text or "", reason)
        return {"type": "ir.actions.act_window_close"}
