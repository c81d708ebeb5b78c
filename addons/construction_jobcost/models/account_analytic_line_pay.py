# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class AccountAnalyticLine(models.Model):
    """Hours cost more on overtime."""

    _inherit = "account.analytic.line"

    pay_type = fields.Selection(
        "_selection_pay_type",
        default="regular",
        help="Overtime and double time cost the hourly wage times the company's factor, unless "
        "a labor rate says what they cost.",
    )

    @api.model
    def _selection_pay_type(self):
        return [
            ("regular", self.env._("Regular")),
            ("overtime", self.env._("Overtime")),
            ("double", self.env._("Double Time")),
        ]

    def _get_pay_factor(self):
        """Return what an hour of this pay type costs, in hours of regular pay."""
        self.ensure_one()
        # Sudo: who reports hours need not read the company's settings.
        company = self.company_id.sudo()
        factors = {"overtime": company.overtime_factor, "double": company.double_time_factor}
        return factors.get(self.pay_type, 1.0)

    @api.model
    def _get_repriced_fields(self):
        return {"pay_type"}

    def _timesheet_postprocess_values(self, values):
        if self._get_repriced_fields() & values.keys() and "unit_amount" not in values:
            # core prices anew when one of its own fields is written: give it one to see
            values = {**values, "unit_amount": True}
        return super()._timesheet_postprocess_values(values)
