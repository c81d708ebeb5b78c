# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import psycopg2

from odoo import fields, models

from odoo.addons.queue_job.exception import RetryableJobError

from ..core import states
from .integration_message import STATES


class IntegrationReplayLine(models.Model):
    """What a replay did, or would do, with one message."""

    _name = "integration.replay.line"
    _description = "Replayed Message"
    _rec_name = "message_id"
    _order = "replay_id desc, id"
    # one statement makes them all
    _log_access = False

    replay_id = fields.Many2one("integration.replay", required=True, ondelete="cascade")
    message_id = fields.Many2one(
        "integration.message", required=True, ondelete="cascade", index=True
    )
    document_key = fields.Char(related="message_id.document_key")
    type = fields.Char(related="message_id.type")
    mode = fields.Selection(related="replay_id.mode")
    state = fields.Selection([("pending", "Pending"), ("done", "Done")], required=True)
    before_state = fields.Selection(STATES, "State Before", required=True)
    after_state = fields.Selection(STATES, "State After")
    current_state = fields.Selection(related="message_id.state", string="State Now")
    reason_code = fields.Char()
    reason_text = fields.Text("Reason")
    error = fields.Text(
        "Technical Error", groups="construction_connector_base.group_manager", prefetch=False
    )
    has_changes = fields.Boolean("Changes Something")
    change_ids = fields.One2many("integration.replay.change", "line_id")

    # what is still to be done, and the results of a replay
    _replay_idx = models.Index("(replay_id, state, id)")

    def action_open_message(self):
        """Open the message."""
        self.ensure_one()
        return self.message_id.get_formview_action()

    def _process_trial(self) -> None:
        """Try each message by itself, against what is there now."""
        trials = self.env["integration.trial"]
        results = []
        try:
            for line in self:
                results.append((line.id, trials._try(line.message_id, line.replay_id.user_id)))
        except psycopg2.OperationalError as error:
            raise RetryableJobError(
                "Another transaction was faster", seconds=5, ignore_retry=True
            ) from error
        for id_, trial in results:
            self.browse(id_)._store(trial)

    def _store(self, trial) -> None:
        # sudo: results are not for writing by hand
        self.sudo().write(
            {
                "state": "done",
                "after_state": trial.state,
                "reason_code": trial.reason_code,
                "reason_text": trial.reason_text,
                "error": trial.error,
                "has_changes": bool(trial.changes),
                "change_ids": [fields.Command.create(values) for values in trial.changes],
            }
        )

    def _process_real(self) -> None:
        """Queue the messages again; those that are in the queue meanwhile stay there."""
        self.env["integration.message"]._replay(self.message_id.ids)
        # sudo: results are not for writing by hand
        self.sudo().write({"state": "done", "after_state": states.RECEIVED})
