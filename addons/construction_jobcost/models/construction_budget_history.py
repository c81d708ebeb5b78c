# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.tools import SQL

from ..core.cost_report import column_buckets


class ConstructionBudgetHistory(models.Model):
    """How each budget line came to its revised budget: award, transfers, revisions, changes."""

    _name = "construction.budget.history"
    _description = "Budget History"
    _auto = False
    _order = "project_id, cost_code_id, cost_type_id, phase_id, date, id"
    _rec_name = "document_name"

    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    project_id = fields.Many2one("project.project", string="Job", readonly=True)
    budget_line_id = fields.Many2one("construction.budget.line", readonly=True)
    cost_code_id = fields.Many2one("construction.cost.code", readonly=True)
    cost_type_id = fields.Many2one("construction.cost.type", readonly=True)
    phase_id = fields.Many2one("construction.job.phase", readonly=True)
    entry_id = fields.Many2one("construction.cost.entry", readonly=True)
    bucket = fields.Selection(
        lambda self: self.env["construction.cost.entry"]._selection_bucket(),
        string="Kind",
        readonly=True,
    )
    date = fields.Date(readonly=True)
    known_since = fields.Datetime(readonly=True)
    document_name = fields.Char(string="Document", readonly=True)
    user_id = fields.Many2one("res.users", string="Recorded by", readonly=True)
    amount = fields.Monetary(string="Change", readonly=True)
    quantity = fields.Float(digits=(16, 3), readonly=True)
    uom_id = fields.Many2one("uom.uom", string="Unit", readonly=True)
    budget_after = fields.Monetary(
        readonly=True, aggregator=None, help="The line's revised budget after this change."
    )

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT entry.id, entry.id AS entry_id, entry.company_id, entry.currency_id,
                   entry.project_id, entry.budget_line_id, entry.cost_code_id,
                   entry.cost_type_id, entry.phase_id, entry.bucket, entry.date,
                   entry.create_date AS known_since, entry.document_name,
                   entry.create_uid AS user_id, entry.amount, entry.quantity, entry.uom_id,
                   SUM(entry.amount) OVER (
                       PARTITION BY entry.budget_line_id ORDER BY entry.date, entry.id
                   ) AS budget_after
              FROM construction_cost_entry entry
             WHERE entry.bucket = ANY(%s)%s
            """,
            column_buckets("revised_budget"),
            self.env["construction.cost.entry"]._where_moment("entry"),
        )

    def _search(self, *args, **kwargs):
        self.env["construction.cost.entry"]._project_before_reading()
        return super()._search(*args, **kwargs)

    def action_open_document(self):
        """Open the document that changed the budget."""
        self.ensure_one()
        return self.entry_id.action_open_document()
