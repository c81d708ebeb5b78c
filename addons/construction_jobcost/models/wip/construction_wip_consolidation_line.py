# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ConstructionWipConsolidationLine(models.TransientModel):
    """A job of a company on the consolidated schedule; amounts in the group's currency."""

    _name = "construction.wip.consolidation.line"
    _description = "Consolidated WIP Schedule Line"
    _order = "company_id, job_code, id"
    _rec_name = "project_id"

    consolidation_id = fields.Many2one(
        "construction.wip.consolidation", required=True, readonly=True, ondelete="cascade"
    )
    currency_id = fields.Many2one(related="consolidation_id.currency_id")
    wip_line_id = fields.Many2one(
        "construction.wip.line", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="wip_line_id.company_id", store=True)
    project_id = fields.Many2one(related="wip_line_id.project_id", string="Job", store=True)
    job_code = fields.Char(related="wip_line_id.job_code", store=True)
    percent = fields.Float(related="wip_line_id.percent", string="% Complete", aggregator=False)
    rate = fields.Float(digits=(16, 6), readonly=True, aggregator=False)
    contract = fields.Monetary(readonly=True, string="Revised Contract")
    estimate = fields.Monetary(readonly=True, string="Estimated Total Cost")
    margin = fields.Monetary(readonly=True, string="Estimated Gross Profit")
    cost = fields.Monetary(readonly=True, string="Cost to Date")
    earned = fields.Monetary(readonly=True)
    unearned = fields.Monetary(readonly=True, string="Backlog")
    billed = fields.Monetary(readonly=True)
    underbilled = fields.Monetary(readonly=True)
    overbilled = fields.Monetary(readonly=True)
    gross_profit = fields.Monetary(readonly=True, string="Gross Profit to Date")
    loss_provision = fields.Monetary(readonly=True)
