# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import SQL

#: Figure of an order: the ledger buckets it sums.
FIGURES = {
    "commitment_original": ("original_commitments",),
    "commitment_changes": ("approved_commitment_changes",),
    "commitment_pending": ("pending_commitment_changes",),
    "commitment_received": ("received_goods", "received_services", "received_milestones"),
    "commitment_invoiced": ("invoiced",),
    "commitment_accrued": ("accrued",),
    "commitment_retained": ("retention_held",),
}


class PurchaseOrder(models.Model):
    """What a commitment amounts to in the ledger, in company currency."""

    _inherit = "purchase.order"

    commitment_original = fields.Monetary(
        string="Original Commitment",
        compute="_compute_commitment",
        currency_field="approval_currency_id",
    )
    commitment_changes = fields.Monetary(
        string="Approved Changes",
        compute="_compute_commitment",
        currency_field="approval_currency_id",
    )
    commitment_pending = fields.Monetary(
        string="Pending Changes",
        compute="_compute_commitment",
        currency_field="approval_currency_id",
    )
    commitment_revised = fields.Monetary(
        string="Revised Commitment",
        compute="_compute_commitment",
        currency_field="approval_currency_id",
    )
    commitment_received = fields.Monetary(
        string="Received Value",
        compute="_compute_commitment",
        currency_field="approval_currency_id",
    )
    commitment_invoiced = fields.Monetary(
        string="Invoiced",
        compute="_compute_commitment",
        currency_field="approval_currency_id",
    )
    commitment_accrued = fields.Monetary(
        string="Accrued",
        compute="_compute_commitment",
        currency_field="approval_currency_id",
    )
    commitment_retained = fields.Monetary(
        string="Retention Held",
        compute="_compute_commitment",
        currency_field="approval_currency_id",
    )
    commitment_open = fields.Monetary(
        string="Open Commitment",
        compute="_compute_commitment",
        currency_field="approval_currency_id",
    )
    commitment_percent = fields.Float(string="Invoiced (%)", compute="_compute_commitment")

    def _compute_commitment(self):
        # Sudo: figures of the order itself; who may read it may read them.
        sums = self.sudo()._get_commitment_sums()
        for order in self:
            buckets = sums[order._origin.id]
            for name, names in FIGURES.items():
                order[name] = sum(buckets[bucket] for bucket in names)
            revised = order.commitment_original + order.commitment_changes
            order.commitment_revised = revised
            order.commitment_open = revised - order.commitment_invoiced
            order.commitment_percent = 100 * order.commitment_invoiced / revised if revised else 0.0

    def _get_commitment_sums(self):
        """Return {order id: {bucket: sum}} of the ledger in company currency (float)."""
        self.env["construction.cost.entry"]._project_before_reading()
        sums = defaultdict(lambda: defaultdict(float))
        # SQL: the index on sources reads the entries of these orders only; through the ORM it
        # would be one query for each kind of source
        rows = self.env.execute_query(
            SQL(
                """
                SELECT source.order_id, entry.bucket, SUM(entry.amount)::float
                  FROM (%s) source
                  JOIN construction_cost_entry entry
                    ON entry.source_model = source.model AND entry.source_id = source.id
              GROUP BY source.order_id, entry.bucket
                """,
                SQL(" UNION ALL ").join(self._get_commitment_sources()),
            )
        )
        for order_id, bucket, amount in rows:
            sums[order_id][bucket] = amount
        return sums

    @api.model
    def _source_of_line(self, model, table, column, ids):
        return SQL(
            """
            SELECT %s AS model, source.id, line.order_id
              FROM %s source JOIN purchase_order_line line ON line.id = source.%s
             WHERE line.order_id = ANY(%s)
            """,
            model,
            SQL.identifier(table),
            SQL.identifier(column),
            ids,
        )

    def _get_commitment_sources(self):
        """Return the queries (model, id, order_id) for what counts for these orders."""
        ids = self._origin.ids
        lines = SQL(
            "SELECT %s AS model, id, order_id FROM purchase_order_line WHERE order_id = ANY(%s)",
            "purchase.order.line",
            ids,
        )
        changes = SQL(
            """
            SELECT %s AS model, source.id, change.order_id
              FROM construction_commitment_change_line source
              JOIN construction_commitment_change change ON change.id = source.change_id
             WHERE change.order_id = ANY(%s)
            """,
            "construction.commitment.change.line",
            ids,
        )
        by_line = (
            ("account.move.line", "purchase_line_id"),
            ("stock.move", "purchase_line_id"),
            ("construction.commitment.closing.line", "order_line_id"),
            ("construction.milestone", "order_line_id"),
            ("construction.payment.application.line", "order_line_id"),
            ("construction.retention.release.line", "order_line_id"),
        )
        return [
            lines,
            changes,
            *(
                self._source_of_line(model, self.env[model]._table, column, ids)
                for model, column in by_line
            ),
        ]
