# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

from ..core.values import decimal


class ConstructionPaymentFillWizard(models.TransientModel):
    """Claim all lines of an application up to a percentage."""

    _name = "construction.payment.fill.wizard"
    _description = "Fill in a Claim"
    _inherit = ["construction.application.wizard"]

    percent = fields.Float(string="Complete to Date (%)", digits=(5, 2), required=True)

    _percent = models.Constraint(
        "CHECK (percent >= 0 AND percent <= 100)", "A percentage is between 0 and 100."
    )

    def action_fill(self):
        """Claim what is missing up to the percentage; lines that are further stay."""
        self._get_application()._claim_up_to(decimal(self.percent))
        return {"type": "ir.actions.act_window_close"}
