# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class AccountMove(models.Model):
    """Bills and entries of jobs are not posted into a month that was signed off, nor out of it.

    A bill of a job that is dated in such a month is entered in the first open one, as Odoo does
    with what is dated in a locked period.
    """

    _inherit = "account.move"

    def write(self, vals):
        if "state" in vals:
            self.filtered(
                lambda move: move.state != vals["state"] and "posted" in (move.state, vals["state"])
            )._check_month_open()
        return super().write(vals)

    def _check_month_open(self):
        # Sudo: what an entry is coded to does not depend on who posts it.
        guarded = self.sudo().filtered(lambda move: move.company_id.month_end_guard == "refuse")
        coded = guarded.filtered("job_ids")
        for company, moves in coded.grouped("company_id").items():
            company._check_month_open(moves.mapped("date"))

    def _get_accounting_date(self, invoice_date, has_tax, lock_dates=None):
        day = super()._get_accounting_date(invoice_date, has_tax, lock_dates=lock_dates)
        bill = day and self.is_purchase_document(include_receipts=True)
        opened = self.company_id._get_open_day(day) if bill else day
        if opened == day or not self.job_ids:
            return day
        return super()._get_accounting_date(opened, has_tax, lock_dates=lock_dates)
