# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import SQL

#: Ledger buckets that each figure sums.
FIGURES = {
    "original_amount": ("original_commitments",),
    "changes_amount": ("approved_commitment_changes",),
    "committed_amount": ("original_commitments", "approved_commitment_changes"),
    "received_amount": ("received_goods", "received_services", "received_milestones"),
    "invoiced_amount": ("invoiced",),
    "accrued_amount": ("accrued",),
}


class PurchaseCommitmentReport(models.Model):
    """Commitments by order line and budget line: every figure is a sum of ledger entries."""

    _name = "purchase.commitment.report"
    _description = "Commitments"
    _auto = False
    _order = "project_id, order_id desc, order_line_id"
    _rec_name = "order_line_id"

    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    project_id = fields.Many2one("project.project", string="Job", readonly=True)
    order_id = fields.Many2one("purchase.order", readonly=True)
    order_line_id = fields.Many2one("purchase.order.line", readonly=True)
    line_ref = fields.Char(string="Line No.", readonly=True)
    description = fields.Char(readonly=True)
    partner_id = fields.Many2one("res.partner", string="Vendor", readonly=True)
    state = fields.Selection(related="order_id.state")
    cost_code_id = fields.Many2one("construction.cost.code", readonly=True)
    cost_type_id = fields.Many2one("construction.cost.type", readonly=True)
    phase_id = fields.Many2one("construction.job.phase", readonly=True)
    original_amount = fields.Monetary(string="Original", readonly=True, aggregator="sum")
    changes_amount = fields.Monetary(string="Changes", readonly=True, aggregator="sum")
    committed_amount = fields.Monetary(string="Committed", readonly=True, aggregator="sum")
    received_amount = fields.Monetary(string="Received", readonly=True, aggregator="sum")
    invoiced_amount = fields.Monetary(string="Invoiced", readonly=True, aggregator="sum")
    accrued_amount = fields.Monetary(string="Accrued", readonly=True, aggregator="sum")
    open_amount = fields.Monetary(string="Open", readonly=True, aggregator="sum")

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT MIN(entry.id) AS id, entry.company_id, entry.currency_id, entry.project_id,
                   line.order_id, line.id AS order_line_id, line.line_ref,
                   line.name AS description, line.partner_id,
                   entry.cost_code_id, entry.cost_type_id, entry.phase_id,
                   %s,
                   %s - %s AS open_amount
              FROM construction_cost_entry entry
              %s
              JOIN purchase_order_line line ON line.id = COALESCE(
                   bill_line.purchase_line_id, move.purchase_line_id,
                   CASE WHEN entry.source_model = 'purchase.order.line'
                        THEN entry.source_id END)
             WHERE entry.bucket = ANY(%s)%s
          GROUP BY entry.company_id, entry.currency_id, entry.project_id, line.id,
                   entry.cost_code_id, entry.cost_type_id, entry.phase_id
            HAVING %s
            """,
            self._select_figures(),
            self._sum("committed_amount"),
            self._sum("invoiced_amount"),
            self._from(),
            sorted({bucket for buckets in FIGURES.values() for bucket in buckets}),
            self.env["construction.cost.entry"]._where_moment("entry"),
            SQL(" OR ").join(SQL("%s <> 0", self._sum(name)) for name in FIGURES),
        )

    @api.model
    def _select_figures(self):
        return SQL(", ").join(
            SQL("%s AS %s", self._sum(name), SQL.identifier(name)) for name in FIGURES
        )

    @api.model
    def _from(self):
        # receipts and bills are sources of their own: they name the order line
        return SQL(
            """
            LEFT JOIN account_move_line bill_line
                   ON entry.source_model = 'account.move.line' AND bill_line.id = entry.source_id
            LEFT JOIN stock_move move
                   ON entry.source_model = 'stock.move' AND move.id = entry.source_id
            """
        )

    @api.model
    def _sum(self, figure):
        return SQL(
            "COALESCE(SUM(entry.amount) FILTER (WHERE entry.bucket = ANY(%s)), 0)",
            list(FIGURES[figure]),
        )

    def action_open_order(self):
        """Open the order of the line."""
        self.ensure_one()
        return self.order_id.get_formview_action()
