# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import UserError

from ..core.values import decimal


class ConstructionPaymentFillWizard(models.TransientModel):
    """Claim all lines of an application up to a percentage."""

    _name = "construction.payment.fill.wizard"
    _description = "Fill in a Claim"

    res_model = fields.Char(required=True, readonly=True)
    res_id = fields.Many2oneReference(
        string="Application", model_field="res_model", required=True, readonly=True
    )
    percent = fields.Float(string="Complete to Date (%)", digits=(5, 2), required=True)

    _percent = models.Constraint(
        "CHECK (percent >= 0 AND percent <= 100)", "A percentage is between 0 and 100."
    )

    def action_fill(self):
        """Claim what is missing up to the percentage; lines that are further stay."""
        self.ensure_one()
        self._get_application()._claim_up_to(decimal(self.percent))
        return {"type": "ir.actions.act_window_close"}

    def _get_application(self):
        """Return the application that is filled in, of whichever side."""
        model = self.env.get(self.res_model)
        if not isinstance(model, self.env.registry["construction.payment.sheet"]):
            raise UserError(self.env._("Open this from a payment application."))
        return model.browse(self.res_id)
