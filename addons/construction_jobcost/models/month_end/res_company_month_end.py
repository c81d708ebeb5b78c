# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import fields, models
from odoo.tools import format_date

from ...exceptions import SignedMonthError


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
        help="Whatever would change commitments, costs, retention or billing of a month that the "
        "company signed off.",
    )
    payroll_account_ids = fields.Many2many(
        "account.account",
        "res_company_payroll_account_rel",
        "company_id",
        "account_id",
        string="Payroll Accounts",
        check_company=True,
        help="Wages and their burden are posted here by payroll. Hours bring them to the jobs: the "
        "month end shows what is coded to a job here as well, and counts twice.",
    )

    def _get_signed_until(self):
        """Return the last day of the last month that the company signed off; False without one."""
        self.ensure_one()
        # Sudo: what is signed off is signed off for everybody.
        closes = self.env["construction.month.end"].sudo()
        return closes.search(
            [("company_id", "=", self.id), ("state", "=", "signed")], limit=1
        ).date_end

    def _get_closed_until(self):
        """Return the last day whose costs are refused; False where they are only listed."""
        self.ensure_one()
        # Sudo: whoever enters cost need not read the company's settings.
        return self.sudo().month_end_guard == "refuse" and self._get_signed_until()

    def _get_open_day(self, day):
        """Return the day, or the first one after the months whose costs are refused."""
        until = self._get_closed_until()
        return until + timedelta(days=1) if until and day <= until else day

    def _check_month_open(self, days, documents=()):
        """Raise SignedMonthError when cost of a day would change a month that was signed off.

        documents: names of what the days are of, to be told.
        """
        until = days and self._get_closed_until()
        closed = until and [day for day in days if day <= until]
        if closed:
            text = self._describe_signed_month(min(closed), until)
            names = ", ".join(documents)
            raise SignedMonthError(f"{names}: {text}" if names else text)

    def _describe_signed_month(self, day, until):
        """Say that costs of the day are refused, and what to do."""
        return self.env._(
            "%(day)s is in a month that %(company)s signed off: its costs do not change. "
            "Date it after %(signed)s, or ask finance to reopen the month.",
            day=format_date(self.env, day),
            # Sudo: the name of the company, whoever enters cost.
            company=self.sudo().display_name,
            signed=format_date(self.env, until),
        )
