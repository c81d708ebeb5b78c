# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.exceptions import AccessError

#: Who may say what a line costs: those who book lines, and those who keep everybody's hours.
MAY_PRICE = (
    "account.group_account_invoice",
    "hr_timesheet.group_hr_timesheet_approver",
)


class AccountAnalyticLine(models.Model):
    """Who reports hours does not say what they cost: a cost of the job would be free to invent."""

    _inherit = "account.analytic.line"

    @api.model_create_multi
    def create(self, vals_list):
        # forms send the empty amount along
        if any(vals.get(name) for vals in vals_list for name in self._get_price_fields()):
            self._check_may_price()
        return super().create(vals_list)

    def write(self, vals):
        if any(self._is_priced_otherwise(vals, name) for name in self._get_price_fields()):
            self._check_may_price()
        return super().write(vals)

    @api.model
    def _get_price_fields(self):
        """Return the fields that say what a line costs."""
        return ["amount"]

    def _is_priced_otherwise(self, vals, name):
        if name not in vals:
            return False
        field = self._fields[name]
        return any(field.convert_to_write(line[name], line) != vals[name] for line in self)

    @api.model
    def _check_may_price(self):
        user = self.env.user
        if not self.env.su and not any(user.has_group(group) for group in MAY_PRICE):
            raise AccessError(
                self.env._(
                    "%(user)s may report hours, but not what they cost: that follows from the "
                    "employee's hourly cost. Leave the amount out, or ask somebody who keeps "
                    "everybody's timesheets.",
                    user=user.name,
                )
            )
