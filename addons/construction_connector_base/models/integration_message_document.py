# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class IntegrationMessageDocument(models.Model):
    """A record that a message created or changed."""

    _name = "integration.message.document"
    _description = "Resulting Document"
    _order = "id"
    _log_access = False

    message_id = fields.Many2one(
        "integration.message", required=True, readonly=True, ondelete="cascade"
    )
    kind = fields.Char(required=True, readonly=True)
    name = fields.Char(readonly=True)
    res_model = fields.Char("Model", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        "Record ID", model_field="res_model", required=True, readonly=True
    )

    # documents of a message, each once
    _record_uniq = models.UniqueIndex("(message_id, res_model, res_id)")
    # from a record to the messages that touched it
    _record_idx = models.Index("(res_model, res_id)")

    def action_open(self):
        """Open the document; its own access rules decide whether the reader may see it."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "views": [(False, "form")],
        }

    def _as_answer(self) -> dict[str, str]:
        """The document as the sender of the message may see it."""
        # a model without a dot in its name needs a prefix in the web client's paths
        model = self.res_model if "." in self.res_model else f"m-{self.res_model}"
        return {
            "kind": self.kind,
            "name": self.name or "",
            "url": f"{self.get_base_url()}/odoo/{model}/{self.res_id}",
        }
