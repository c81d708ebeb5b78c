# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dateutil.relativedelta import relativedelta

from odoo import fields, models


class ConstructionAccrualWizard(models.TransientModel):
    """Choose the month end whose accruals to look at and post."""

    _name = "construction.accrual.wizard"
    _description = "Accrue a Month End"

    company_id = fields.Many2one(
        "res.company", default=lambda self: self.env.company, required=True
    )
    date = fields.Date(
        string="Month",
        default=lambda self: self._default_date(),
        required=True,
        help="Any day of the month: its last day is accrued.",
    )

    def _default_date(self):
        return fields.Date.context_today(self).replace(day=1) - relativedelta(days=1)

    def action_preview(self):
        """Open the run of the month as a draft."""
        self.ensure_one()
        run = self.env["construction.accrual.run"]._prepare_run(self.company_id, self.date)
        return {
            "type": "ir.actions.act_window",
            "res_model": run._name,
            "res_id": run.id,
            "view_mode": "form",
        }
