# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


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

    model_name = fields.Char("Kind of Document", compute="_compute_model_name")

    # documents of a message, each once
    _record_uniq = models.UniqueIndex("(message_id, res_model, res_id)")
    # from a record to the messages that touched it
    _record_idx = models.Index("(res_model, res_id)")

    @api.depends("res_model")
    def _compute_model_name(self):
        for document in self:
            document.model_name = self.env["ir.model"]._get(document.res_model).name

    def action_open(self):
        """Open the document; its own access rules decide whether the reader may see it."""
        self.ensure_one()
        document = self.env[self.res_model].browse(self.res_id).exists()
        if not document:
            raise UserError(self.env._("%(document)s was deleted since.", document=self.name))
        return document.get_formview_action()

    def _as_answer(self) -> dict[str, str]:
        """The document as the sender of the message may see it."""
        # a model without a dot in its name needs a prefix in the web client's paths
        model = self.res_model if "." in self.res_model else f"m-{self.res_model}"
        return {
            "kind": self.kind,
            "name": self.name or "",
            "url": f"{self.get_base_url()}/odoo/{model}/{self.res_id}",
        }
