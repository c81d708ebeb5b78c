# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime, time

from odoo import api, models

from .construction_month_end_check import MANAGER, Check


class ConstructionMonthEndCheck(models.AbstractModel):
    """What was delivered, reached or claimed and is not in the ledger yet."""

    _inherit = "construction.month.end.check"

    @api.model
    def _get_checks(self):
        return super()._get_checks() + [
            Check(
                "receipts",
                self.env._("Unposted receipts"),
                self._find_receipts,
                "stock.action_picking_tree_incoming",
                self.env._("Site"),
            ),
            Check(
                "milestones",
                self.env._("Milestones to confirm"),
                self._find_milestones,
                "construction_jobcost.construction_milestone_action",
                self.env._("Project manager"),
            ),
            Check(
                "applications",
                self.env._("Applications to certify"),
                self._find_applications,
                "construction_jobcost.construction_payment_application_action",
                self.env._("Project manager"),
            ),
        ]

    @api.model
    def _find_receipts(self, period):
        """Goods that were to come by the end of the month and were not received."""
        moves = self.env["stock.move"].search(
            [
                ("company_id", "=", period.company.id),
                ("state", "in", ("confirmed", "waiting", "partially_available", "assigned")),
                ("picking_id.scheduled_date", "<=", datetime.combine(period.last, time.max)),
                ("picking_id.picking_type_code", "=", "incoming"),
                ("purchase_line_id.order_id.job_ids", "!=", False),
            ]
        )
        return self._share_items(
            moves,
            document="picking_id",
            amount=self._get_value_to_come,
            person=lambda move: move.picking_id.user_id or move.purchase_line_id.order_id.user_id,
            coding="purchase_line_id.analytic_distribution",
        )

    @api.model
    def _get_value_to_come(self, move):
        """Return what a move still brings, at the order's price, in company currency."""
        line = move.purchase_line_id
        quantity = move.product_uom._compute_quantity(move.product_uom_qty, line.product_uom_id)
        price = line.price_subtotal / line.product_qty if line.product_qty else 0.0
        return quantity * price / (line.order_id.currency_rate or 1.0)

    @api.model
    def _find_milestones(self, period):
        """Milestones that were to be reached by the end of the month."""
        milestones = self.env["construction.milestone"].search(
            [
                ("company_id", "=", period.company.id),
                ("state", "=", "planned"),
                ("planned_date", "<=", period.last),
                ("order_id.state", "=", "purchase"),
            ]
        )
        return self._share_items(
            milestones,
            document=lambda milestone: milestone,
            amount=lambda one: one.amount / (one.order_id.currency_rate or 1.0),
            person="order_id.user_id",
            coding="order_line_id.analytic_distribution",
        )

    @api.model
    def _find_applications(self, period):
        """Subcontractors' applications of the month, or earlier, that are not certified."""
        return self._find_items(
            period,
            "construction.payment.application",
            [("state", "in", ("draft", "submitted")), ("period_end", "<=", period.last)],
            job="order_id.job_ids",
            amount=lambda sheet: sheet._in_company_currency(sheet.gross_amount),
            person=MANAGER,
        )
