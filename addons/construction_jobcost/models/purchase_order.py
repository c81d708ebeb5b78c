# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from odoo import api, models

from ..core.approval import Facts, exposure
from ..core.values import decimal


class PurchaseOrder(models.Model):
    """Commitments: orders and subcontracts of a job, guarded by approvals."""

    _name = "purchase.order"
    _inherit = ["purchase.order", "construction.approval.mixin", "construction.cost.trigger"]
    _cost_lines_field = "order_line"
    _approval_document = "order"
    _approval_guarded_states = ("purchase",)

    @api.model
    def _approval_computed_fields(self):
        return super()._approval_computed_fields() | {
            "amount_untaxed",
            "amount_tax",
            "amount_total",
            "amount_total_cc",
            "currency_rate",
        }

    @api.model
    def _approval_content_fields(self):
        return frozenset({"order_line", "partner_id", "currency_id", "date_order"})

    @api.model
    def _approval_trigger_fields(self):
        return frozenset({"state", "partner_id", "company_id", "currency_id", "currency_rate"})

    @api.model
    def _approval_depends(self):
        return [
            "state",
            "partner_id",
            "currency_rate",
            "order_line.price_subtotal",
            "order_line.analytic_distribution",
        ]

    # CRUD -------------------------------------------------------------------------------------

    @api.model
    def _cost_trigger_fields(self):
        return frozenset({"state", "date_approve", "date_order", "currency_rate", "company_id"})

    # Approval ---------------------------------------------------------------------------------

    def _get_approval_facts(self):
        lines = self.order_line.filtered(lambda line: not line.display_type)
        parts = self.env["construction.cost.key"]._parse(lines.mapped("analytic_distribution"))
        costs, jobs = defaultdict(list), defaultdict(set)
        for line, coding in zip(lines, parts, strict=True):
            shares = [(key.project_id, percent) for key, percent in coding]
            costs[line.order_id.id].append((decimal(line.price_subtotal), shares))
            jobs[line.order_id.id].update(project_id for project_id, _percent in shares)
        return {
            order.id: Facts(
                decimal(
                    order.company_id.currency_id.round(
                        float(exposure(costs[order.id])) / (order.currency_rate or 1.0)
                    )
                ),
                order.partner_id.commercial_partner_id.id,
                frozenset(jobs[order.id]),
            )
            for order in self
        }

    def action_approve_order(self, amount=None, reason=None, jobs=None):
        """Approve orders as the current user, up to ``amount`` in company currency, net of tax."""
        self._grant_approval(amount=amount, reason=reason, jobs=jobs)
        return True

    def action_ask_approve(self):
        """Ask up to which amount and for which jobs the order is approved."""
        facts = self._get_approval_facts()[self.id]
        return self._open_approval_wizard(
            "approve_order", amount=float(facts.amount), project_ids=sorted(facts.project_ids)
        )

    def action_request_approval(self):
        """Ask the first approver by an activity."""
        self.check_access("write")
        self._ask_for_approval()
        return True

    # Confirmation -----------------------------------------------------------------------------

    def button_confirm(self):
        drafts = self.filtered(lambda order: order.state in ("draft", "sent"))
        drafts._check_approved()
        result = super().button_confirm()
        drafts._forget_general_prices()
        return result

    def _approval_allowed(self):
        # the guard's approval is the stricter one: it replaces the amount limit of the company
        return super()._approval_allowed() or self._is_covered()

    def _is_covered(self):
        fact = self._get_approval_facts()[self.id]
        return bool(fact.project_ids and self._filter_approved())

    def _forget_general_prices(self):
        """Take back the vendor prices that confirming puts on the products of cost types."""
        # Sudo: undoes what the confirmation did by sudo. A cost type's product stands for
        # anything, so a price kept on it would be put on the next, different line.
        general = (
            self.env["construction.cost.type"]
            .sudo()
            .search_fetch([("product_id", "in", self.order_line.product_id.ids)], ["product_id"])
            .product_id
        )
        general.seller_ids.filtered(lambda seller: seller.partner_id in self.partner_id).unlink()
