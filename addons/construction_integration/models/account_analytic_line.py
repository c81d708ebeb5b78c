# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class AccountAnalyticLine(models.Model):
    """A timesheet line remembers the approved timesheet that it came from."""

    _inherit = "account.analytic.line"

    integration_system_id = fields.Many2one(
        "integration.system", string="Timekeeping System", readonly=True, ondelete="restrict"
    )
    timesheet_number = fields.Char(readonly=True, copy=False)
    timesheet_line_ref = fields.Char(string="Timesheet Line", readonly=True, copy=False)
    timesheet_approved_at = fields.Datetime(string="Hours Approved On", readonly=True, copy=False)
    timesheet_approved_by = fields.Char(string="Hours Approved By", readonly=True, copy=False)

    # a corrected timesheet finds its lines by it, and no line is ever made twice
    _timesheet_line_uniq = models.UniqueIndex(
        "(timesheet_number, integration_system_id, company_id, timesheet_line_ref)"
        " WHERE timesheet_number IS NOT NULL",
        "This timesheet line exists already.",
    )
