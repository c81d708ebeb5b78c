# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import SQL

from ..core.matching import BillLineFacts
from ..core.projection import Projected
from ..core.values import decimal

PURCHASE_TYPES = ("in_invoice", "in_refund", "in_receipt")
#: What a journal item is in the state map.
KINDS = ("bill.order", "bill.direct", "journal.entry")


class AccountMoveLine(models.Model):
    """Bill lines and journal items of a job."""

    _name = "account.move.line"
    _inherit = ["account.move.line", "construction.cost.source"]
    # state, date, amount and coding all stand on the line's own row
    _cost_versioned = False

    @api.model
    def _cost_trigger_fields(self):
        return frozenset(
            {
                "parent_state",
                "date",
                "balance",
                "quantity",
                "product_uom_id",
                "account_id",
                "display_type",
                "analytic_distribution",
                "purchase_line_id",
                "move_id",
            }
        )

    @api.model
    def _get_cost_sweep_domain(self):
        rules = self.env["construction.cost.rule"]
        states = {state for kind in KINDS for state in rules._get_counted_states(kind)}
        return [("parent_state", "in", sorted(states)), ("analytic_distribution", "!=", False)]

    # CRUD -------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.move_id._mark_for_approval_check()
        return lines

    def write(self, vals):
        if "purchase_line_id" in vals:
            # the order line left behind is billed less
            self.env["construction.cost.entry"]._mark_stale(self.purchase_line_id)
        result = super().write(vals)
        if self._approval_content_fields() & vals.keys():
            self.move_id._note_approval_author(self.env.user)
        return result

    def _write_multi(self, vals_list):
        result = super()._write_multi(vals_list)
        triggers = {"balance", "analytic_distribution", "move_id", "display_type"}
        if any(not triggers.isdisjoint(vals) for vals in vals_list):
            self.move_id._mark_for_approval_check()
        return result

    def unlink(self):
        moves = self.move_id
        self.env["construction.cost.entry"]._mark_stale(self.purchase_line_id)
        result = super().unlink()
        moves.exists()._mark_for_approval_check()
        return result

    @api.model
    def _approval_content_fields(self):
        return frozenset(
            {"price_unit", "quantity", "discount", "analytic_distribution", "purchase_line_id"}
        )

    @api.depends("purchase_line_id")
    def _compute_analytic_distribution(self):
        return super()._compute_analytic_distribution()

    # Cost source ------------------------------------------------------------------------------

    def _get_cost_documents(self):
        return {
            line.id: ("account.move", line.move_id.id, line.move_id.display_name) for line in self
        }

    def _get_cost_projection(self):
        """Posted bill lines: invoiced with an order, else direct cost; so are journal entries.

        Not those of runs and reallocations, which put into the books what the ledger has.
        """
        rules = self.env["construction.cost.rule"]
        # of self, not browsed one by one: what one line reads is read for all
        lines = {line.id: line for line in self}
        rows = self._fetch_cost_rows()
        parts = self.env["construction.cost.key"]._parse([row[-1] for row in rows])
        result = {}
        for row, coding in zip(rows, parts, strict=True):
            line_id, day, balance, quantity, uom_id, kind, state, _distribution = row
            bucket = rules._get_bucket(kind, state)
            coding = [(key, percent) for key, percent in coding if percent > 0]
            if coding and bucket:
                result[line_id] = lines[line_id]._split_cost(
                    bucket, coding, day, (decimal(balance), decimal(quantity), uom_id or 0)
                )
        return result

    def _split_cost(self, bucket, coding, day, figures):
        balance, quantity, uom_id = figures
        spread = self.env["purchase.order.line"]._allocate_percent(
            balance, coding, self.company_id.currency_id
        )
        return [
            Projected(bucket, key, day, amount, quantity * percent / 100, uom_id)
            for (key, percent), amount in zip(coding, spread, strict=True)
        ]

    def _fetch_cost_rows(self):
        return self.env.execute_query(
            SQL(
                """
                SELECT l.id, l.date, l.balance,
                       CASE WHEN m.move_type = 'in_refund' THEN -l.quantity
                            WHEN issue.is_out THEN issue.quantity
                            WHEN issue.is_in THEN -issue.quantity
                            WHEN m.move_type = 'entry' THEN 0 ELSE l.quantity END,
                       COALESCE(issue.product_uom, l.product_uom_id),
                       CASE WHEN m.move_type = 'entry' THEN 'journal.entry'
                            WHEN l.purchase_line_id IS NULL THEN 'bill.direct'
                            ELSE 'bill.order' END,
                       l.parent_state, l.analytic_distribution
                  FROM account_move_line l
                  JOIN account_move m ON m.id = l.move_id
                  JOIN account_account a ON a.id = l.account_id
             LEFT JOIN stock_move issue ON issue.id = l.issue_move_id
                 WHERE l.id = ANY(%s)
                   AND l.analytic_distribution IS NOT NULL
                   -- accrued by the order line already
                   AND NOT EXISTS (SELECT FROM construction_accrual_run r
                                    WHERE r.move_id = m.id OR r.reversal_id = m.id)
                   -- counted with equipment use or hours already
                   AND NOT EXISTS (SELECT FROM construction_recovery_run r
                                    WHERE r.move_id = m.id)
                   -- moved by the reallocation already
                   AND NOT EXISTS (SELECT FROM construction_cost_reallocation_move_rel r
                                    WHERE r.move_id = m.id)
                   -- provided for a loss, not spent
                   AND NOT EXISTS (SELECT FROM construction_wip_schedule r
                                    WHERE r.move_id = m.id OR r.reversal_id = m.id)
                   AND (m.move_type IN %s AND l.display_type = 'product'
                        OR m.move_type = 'entry' AND %s)
                """,
                self.ids,
                PURCHASE_TYPES,
                self.env["account.account"]._where_takes_job_cost("a"),
            )
        )

    # Orders -----------------------------------------------------------------------------------

    def _is_commitment_invoiced(self):
        """Tell whether the line is a posted bill line of an order line."""
        return (
            self.parent_state == "posted"
            and self.display_type == "product"
            and self.move_id.move_type in PURCHASE_TYPES
        )

    def _get_order_quantity(self):
        """Return the billed quantity in the order line's unit, credit notes negative (Decimal)."""
        self.ensure_one()
        unit, order_unit = self.product_uom_id, self.purchase_line_id.product_uom_id
        quantity = unit._compute_quantity(self.quantity, order_unit) if unit else self.quantity
        return decimal(-quantity if self.move_id.move_type == "in_refund" else quantity)

    def _get_match_facts(self):
        """Return [BillLineFacts] of the lines that claim an order line."""
        facts = []
        for line in self.filtered(lambda r: r.purchase_line_id and r.display_type == "product"):
            sign = -1 if line.move_id.move_type == "in_refund" else 1
            quantity = line._get_order_quantity()
            amount = decimal(sign * line.price_subtotal)
            facts.append(
                BillLineFacts(
                    ref=str(line.id),
                    order_line_id=line.purchase_line_id.id,
                    quantity=quantity,
                    price_unit=amount / quantity if quantity else decimal(line.price_unit),
                    amount=amount,
                    currency_id=line.currency_id.id,
                    date=line.move_id.invoice_date,
                )
            )
        return facts
