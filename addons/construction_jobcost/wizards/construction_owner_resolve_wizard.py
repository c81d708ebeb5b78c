# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ConstructionOwnerResolveWizard(models.TransientModel):
    """Ask which percent complete is billed, the field's or finance's, and why."""

    _name = "construction.owner.resolve.wizard"
    _description = "Resolve a Difference of Progress"

    line_id = fields.Many2one("construction.owner.application.line", required=True, readonly=True)
    item = fields.Char(related="line_id.contract_line_id.display_name", string="Item")
    field_percent = fields.Float(related="line_id.field_percent")
    field_user_id = fields.Many2one(related="line_id.field_user_id")
    finance_percent = fields.Float(related="line_id.finance_percent")
    taken = fields.Selection(
        [("field", "The Field's"), ("finance", "Finance's")],
        string="Take",
        required=True,
        default="finance",
    )
    reason = fields.Char(required=True)

    def action_resolve(self):
        """Take the percent; reason, person and time are kept on the line."""
        self.ensure_one()
        self.line_id._resolve(self.taken, self.reason)
        return {"type": "ir.actions.act_window_close"}
