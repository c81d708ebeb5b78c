# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class IntegrationReplayChange(models.Model):
    """A record that a trial created, changed or removed, before it took that back."""

    _name = "integration.replay.change"
    _description = "Change of a Trial"
    _rec_name = "name"
    _order = "id"
    _log_access = False

    line_id = fields.Many2one(
        "integration.replay.line", required=True, readonly=True, ondelete="cascade", index=True
    )
    operation = fields.Selection(
        [("created", "Created"), ("changed", "Changed"), ("removed", "Removed")],
        required=True,
        readonly=True,
    )
    res_model = fields.Char("Model", required=True, readonly=True)
    model_name = fields.Char("Kind of Record", readonly=True)
    res_id = fields.Many2oneReference("Record ID", model_field="res_model", readonly=True)
    name = fields.Char(readonly=True)
    fields_json = fields.Json("Fields", readonly=True)
    fields_text = fields.Text("What Changes", compute="_compute_fields_text")

    @api.depends("fields_json", "operation")
    def _compute_fields_text(self):
        for change in self:
            lines = [change._field_text(*row) for row in change.fields_json or []]
            change.fields_text = "\n".join(lines)

    def _field_text(self, label: str, before: str, after: str) -> str:
        if self.operation == "changed":
            return f"{label}: {before or '–'} → {after or '–'}"
        return f"{label}: {after or before}"

    def action_open(self):
        """Open the record as it is."""
        self.ensure_one()
        record = self.env[self.res_model].browse(self.res_id or []).exists()
        if not record:
            raise UserError(self.env._("There is no such record: the trial took it back."))
        return record.get_formview_action()
