# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ConstructionWipReasonWizard(models.TransientModel):
    """Ask why a WIP schedule is reversed or given up; its own method decides."""

    _name = "construction.wip.reason.wizard"
    _description = "Why a WIP Schedule Ends"

    schedule_id = fields.Many2one("construction.wip.schedule", required=True, readonly=True)
    step = fields.Selection(
        [("reverse", "Reverse"), ("void", "Void")], required=True, readonly=True
    )
    reason = fields.Text(required=True)

    def action_confirm(self):
        """Take the step with the reason."""
        self.ensure_one()
        if self.step == "reverse":
            self.schedule_id.action_reverse(self.reason)
        else:
            self.schedule_id.action_void(self.reason)
        return {"type": "ir.actions.act_window_close"}
