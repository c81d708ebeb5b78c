# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import SQL

#: Ledger buckets that each figure sums.
FIGURES = {
    "original_amount": ("original_commitments",),
    "pending_changes_amount": ("pending_commitment_changes",),
    "changes_amount": ("approved_commitment_changes",),
    "committed_amount": ("original_commitments", "approved_commitment_changes"),
    "received_amount": ("received_goods", "received_services", "received_milestones"),
    "invoiced_amount": ("invoiced",),
    "accrued_amount": ("accrued",),
    "retained_amount": ("retention_held",),
    "retention_released_amount": ("retention_released",),
    "retention_paid_amount": ("retention_paid",),
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
    commitment_type = fields.Selection(related="order_id.commitment_type")
    commitment_state = fields.Selection(related="order_id.commitment_state")
    cost_code_id = fields.Many2one("construction.cost.code", readonly=True)
    cost_type_id = fields.Many2one("construction.cost.type", readonly=True)
    phase_id = fields.Many2one("construction.job.phase", readonly=True)
    original_amount = fields.Monetary(string="Original", readonly=True, aggregator="sum")
    pending_changes_amount = fields.Monetary(
        string="Pending Changes", readonly=True, aggregator="sum"
    )
    changes_amount = fields.Monetary(
        string="Approved Changes", readonly=True, aggregator="sum", help="Releases by closing too."
    )
    committed_amount = fields.Monetary(
        string="Committed", readonly=True, aggregator="sum", help="Original and approved changes."
    )
    received_amount = fields.Monetary(string="Received", readonly=True, aggregator="sum")
    invoiced_amount = fields.Monetary(string="Invoiced", readonly=True, aggregator="sum")
    accrued_amount = fields.Monetary(string="Accrued", readonly=True, aggregator="sum")
    retained_amount = fields.Monetary(
        string="Retained", readonly=True, aggregator="sum", help="Withheld less released."
    )
    retention_released_amount = fields.Monetary(
        string="Retention Released", readonly=True, aggregator="sum"
    )
    retention_paid_amount = fields.Monetary(
        string="Retention Paid", readonly=True, aggregator="sum", help="Of what was released."
    )
    paid_amount = fields.Monetary(
        string="Paid",
        readonly=True,
        aggregator="sum",
        help="The share of its bills that is settled by now, whatever day the report is of; "
        "without what they withhold, with what they give back.",
    )
    open_amount = fields.Monetary(
        string="Open", readonly=True, aggregator="sum", help="Committed less invoiced."
    )
    invoiced_percent = fields.Float(string="Invoiced (%)", readonly=True, aggregator=False)
    is_over_billed = fields.Boolean(string="Over-billed", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT *, committed_amount - invoiced_amount AS open_amount,
                   100 * invoiced_amount / NULLIF(committed_amount, 0) AS invoiced_percent,
                   CASE WHEN committed_amount < 0 THEN invoiced_amount < committed_amount
                        ELSE invoiced_amount > committed_amount END AS is_over_billed
              FROM (
                SELECT MIN(entry.id) AS id, entry.company_id, entry.currency_id,
                       entry.project_id, po.id AS order_id, line.id AS order_line_id,
                       line.line_ref, COALESCE(line.name, MIN(change_line.name)) AS description,
                       po.partner_id, entry.cost_code_id, entry.cost_type_id, entry.phase_id,
                       %s, %s AS paid_amount
                  FROM construction_cost_entry entry
                  %s
                 WHERE entry.bucket = ANY(%s)%s
              GROUP BY entry.company_id, entry.currency_id, entry.project_id, po.id, line.id,
                       entry.cost_code_id, entry.cost_type_id, entry.phase_id
                HAVING %s
              ) figures
            """,
            self._select_figures(),
            self._sum_paid(),
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
        # other documents are sources of their own: they name the order line
        return SQL(
            """
            LEFT JOIN account_move_line bill_line
                   ON entry.source_model = 'account.move.line' AND bill_line.id = entry.source_id
            LEFT JOIN construction_payment_application_line applied
                   ON entry.source_model = 'construction.payment.application.line'
                  AND applied.id = entry.source_id
            LEFT JOIN construction_payment_application application
                   ON application.id = applied.application_id
            LEFT JOIN construction_retention_release_line released
                   ON entry.source_model = 'construction.retention.release.line'
                  AND released.id = entry.source_id
            LEFT JOIN construction_retention_release release
                   ON release.id = released.release_id
            LEFT JOIN account_move bill ON bill.id = COALESCE(
                   bill_line.move_id, application.bill_id, release.bill_id)
            LEFT JOIN stock_move move
                   ON entry.source_model = 'stock.move' AND move.id = entry.source_id
            LEFT JOIN construction_commitment_change_line change_line
                   ON entry.source_model = 'construction.commitment.change.line'
                  AND change_line.id = entry.source_id
            LEFT JOIN construction_commitment_change change ON change.id = change_line.change_id
            LEFT JOIN construction_commitment_closing_line closing_line
                   ON entry.source_model = 'construction.commitment.closing.line'
                  AND closing_line.id = entry.source_id
            LEFT JOIN construction_milestone milestone
                   ON entry.source_model = 'construction.milestone'
                  AND milestone.id = entry.source_id
            LEFT JOIN purchase_order_line line ON line.id = COALESCE(
                   bill_line.purchase_line_id, move.purchase_line_id,
                   change_line.applied_line_id, change_line.order_line_id,
                   closing_line.order_line_id, milestone.order_line_id,
                   applied.order_line_id, released.order_line_id,
                   CASE WHEN entry.source_model = 'purchase.order.line'
                        THEN entry.source_id END)
                 JOIN purchase_order po ON po.id = COALESCE(line.order_id, change.order_id)
            """
        )

    @api.model
    def _sum_paid(self):
        # a bill settled in part settles each of its lines by the same part, so what it withholds
        return SQL(
            """
            COALESCE(SUM(CASE entry.bucket WHEN 'invoiced' THEN entry.amount ELSE -entry.amount END
                         * (1 - bill.amount_residual / NULLIF(bill.amount_total, 0)))
                     FILTER (WHERE entry.bucket IN ('invoiced', 'retention_held')), 0)
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
