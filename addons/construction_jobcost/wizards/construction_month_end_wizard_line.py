# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ConstructionMonthEndWizardLine(models.TransientModel):
    """Something that is open when a month is signed off, and why that is accepted."""

    _name = "construction.month.end.wizard.line"
    _description = "Open Thing of a Month"

    wizard_id = fields.Many2one("construction.month.end.wizard", required=True, ondelete="cascade")
    currency_id = fields.Many2one(related="wizard_id.company_id.currency_id")
    check_key = fields.Char(readonly=True)
    name = fields.Char(string="Open", readonly=True)
    count = fields.Integer(readonly=True)
    amount = fields.Monetary(readonly=True)
    reason = fields.Char(string="Accepted Because")
