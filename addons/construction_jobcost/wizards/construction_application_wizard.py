# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import UserError


class ConstructionApplicationWizard(models.AbstractModel):
    """Does something with an application, of whichever side of a job."""

    _name = "construction.application.wizard"
    _description = "Work on an Application"

    res_model = fields.Char(required=True, readonly=True)
    res_id = fields.Many2oneReference(
        string="Application", model_field="res_model", required=True, readonly=True
    )

    def _get_application(self):
        """Return the application; raises UserError for anything else."""
        self.ensure_one()
        model = self.env.get(self.res_model)
        if not isinstance(model, self.env.registry["construction.payment.sheet"]):
            raise UserError(self.env._("Open this from a payment application."))
        return model.browse(self.res_id)
