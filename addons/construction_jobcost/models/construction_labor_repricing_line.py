# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class ConstructionLaborRepricingLine(models.Model):
    """What hours cost before and after; amounts positive, burden included."""

    _name = "construction.labor.repricing.line"
    _description = "Repriced Hours"
    _order = "date, employee_id, id"
    _rec_name = "employee_id"

    repricing_id = fields.Many2one(
        "construction.labor.repricing", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="repricing_id.company_id", store=True)
    currency_id = fields.Many2one(related="repricing_id.currency_id")
    timesheet_id = fields.Many2one(
        "account.analytic.line", index="btree_not_null", ondelete="set null"
    )
    project_id = fields.Many2one("project.project", string="Job", ondelete="restrict")
    employee_id = fields.Many2one("hr.employee", ondelete="restrict")
    date = fields.Date()
    hours = fields.Float()
    amount_before = fields.Monetary(string="Cost Before")
    amount_after = fields.Monetary(string="Cost After")
    burden_before = fields.Monetary()
    burden_after = fields.Monetary()
    amount = fields.Monetary(string="Difference", compute="_compute_amount", store=True)

    @api.depends("amount_before", "amount_after")
    def _compute_amount(self):
        for line in self:
            line.amount = line.amount_after - line.amount_before
