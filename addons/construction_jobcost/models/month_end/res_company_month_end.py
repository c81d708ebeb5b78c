# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date


class ResCompany(models.Model):
    """What the month end looks for."""

    _inherit = "res.company"

    month_end_change_days = fields.Integer(
        string="Pending Changes Are Old after",
        default=30,
        help="Days from submitting a change; the month end shows those that wait longer.",
    )
    month_end_guard = fields.Selection(
        [("list", "Listed"), ("refuse", "Refused")],
        string="Costs of a Signed Month",
        default="list",
        required=True,
        help="Bills, entries, hours and equipment use of a month that the company signed off.",
    )

    def _get_signed_until(self):
        """Return the last day of the last month that the company signed off; False without one."""
        self.ensure_one()
        # Sudo: what is signed off is signed off for everybody.
        closes = self.env["construction.month.end"].sudo()
        return closes.search(
            [("company_id", "=", self.id), ("state", "=", "signed")], limit=1
        ).date_end

    def _check_month_open(self, days):
        """Raise UserError when cost of one of the days would change a month that was signed off."""
        self.ensure_one()
        # Sudo: whoever enters cost need not read the company's settings.
        if not days or self.sudo().month_end_guard != "refuse":
            return
        signed = self._get_signed_until()
        closed = signed and [day for day in days if day <= signed]
        if closed:
            raise UserError(
                self.env._(
                    "%(day)s is in a month that %(company)s signed off: its costs do not change. "
                    "Date it after %(signed)s, or ask finance to reopen the month.",
                    day=format_date(self.env, min(closed)),
                    company=self.sudo().display_name,
                    signed=format_date(self.env, signed),
                )
            )
