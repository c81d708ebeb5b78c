# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class ConstructionBudgetRelease(models.Model):
    """Somebody let a document go over budget: who, when, by how much, and why."""

    _name = "construction.budget.release"
    _description = "Budget Release"
    _order = "id desc"
    _rec_name = "document_name"

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    project_ids = fields.Many2many("project.project", string="Jobs", readonly=True)
    res_model = fields.Char(required=True, readonly=True)
    res_id = fields.Many2oneReference(model_field="res_model", required=True, readonly=True)
    document_name = fields.Char(string="Document", readonly=True)
    amount = fields.Monetary(string="Over by", readonly=True)
    note = fields.Text(string="Budget Check", readonly=True)
    reason = fields.Text(required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users", string="Released by", required=True, readonly=True, ondelete="restrict"
    )
    date = fields.Datetime(required=True, readonly=True)

    _document_idx = models.Index("(res_model, res_id)")

    def write(self, vals):
        raise UserError(self.env._("A release over budget is kept as it was given."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A release over budget is kept as it was given."))

    def action_open_document(self):
        """Open the document that was released."""
        self.ensure_one()
        return self.env[self.res_model].browse(self.res_id).get_formview_action()
