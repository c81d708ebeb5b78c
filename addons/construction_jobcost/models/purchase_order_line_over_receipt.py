# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..core import precommit
from ..core.over_receipt import OverReceiptRule
from ..core.values import decimal
from .res_company_over_receipt import POLICIES

MARKED = "construction_jobcost.order_line.over_received"
#: Who may accept more than was ordered.
ACCEPTERS = (
    "construction_jobcost.group_project_manager",
    "construction_jobcost.group_cost_controller",
)


class PurchaseOrderLine(models.Model):
    """More received than ordered on a job's line: every way of receiving is judged."""

    _inherit = "purchase.order.line"

    over_receipt_policy = fields.Selection(
        POLICIES, string="More than Ordered", help="Empty: as the company does."
    )
    over_receipt_percent = fields.Float(string="Receipt Tolerance (%)", digits=(5, 2))
    over_receipt_amount = fields.Monetary(string="Receipt Tolerance")
    over_receipt_accepted = fields.Float(
        string="Accepted up to",
        digits="Product Unit",
        readonly=True,
        copy=False,
        help="Up to this received quantity somebody accepted more than was ordered.",
    )

    _over_receipt_positive = models.Constraint(
        "CHECK (LEAST(over_receipt_percent, over_receipt_amount) >= 0)",
        "A receipt tolerance cannot be negative.",
    )

    def _get_over_receipt_rule(self):
        """Return the line's own OverReceiptRule, else the company's; order's currency."""
        self.ensure_one()
        if self.over_receipt_policy:
            return OverReceiptRule(
                self.over_receipt_policy,
                decimal(self.over_receipt_percent),
                decimal(self.over_receipt_amount),
            )
        rule = self.company_id._get_over_receipt_rule()
        rate = decimal(self.order_id.currency_rate or 1)
        return OverReceiptRule(rule.policy, rule.percent, rule.amount * rate)

    # Accepting --------------------------------------------------------------------------------

    def action_ask_accept(self):
        """Ask up to which quantity more than ordered is accepted."""
        self.ensure_one()
        self.order_id._check_may("read", ACCEPTERS)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "construction_jobcost.construction_over_receipt_wizard_action"
        )
        return dict(action, context={"default_order_line_id": self.id})

    def action_accept_over_receipt(self, quantity, reason=None):
        """Accept that up to ``quantity`` is received, in the line's unit, as a project manager."""
        self.order_id._check_may("read", ACCEPTERS)
        reason = self.order_id[:1]._required_reason(reason)
        # Sudo: the right to accept, checked above, replaces the right to edit the order.
        self.sudo()._accept_over_receipt(quantity, reason)
        return True

    def _accept_over_receipt(self, quantity, reason):
        """Note that more than ordered is accepted; the caller has checked the right to."""
        # low-level: nobody may accept by writing the field
        self._write({"over_receipt_accepted": quantity})
        self.invalidate_recordset(["over_receipt_accepted"], flush=False)
        for line in self:
            line.order_id.message_post(
                body=self.env._(
                    "Line %(line)s: up to %(quantity)s accepted by %(user)s. %(reason)s",
                    line=line.line_ref or line.name,
                    quantity=quantity,
                    user=self.env.user.name,
                    reason=reason,
                )
            )

    @api.model
    def _without_computed(self, vals):
        vals = super()._without_computed(vals)
        return {name: value for name, value in vals.items() if name != "over_receipt_accepted"}

    # Guard ------------------------------------------------------------------------------------

    def _write_multi(self, vals_list):
        before = self._fetch_received() if any("qty_received" in v for v in vals_list) else {}
        result = super()._write_multi(vals_list)
        if before:
            self._mark_over_received(before)
        return result

    def _fetch_received(self):
        """Return {id: received quantity} as it stands in the database."""
        # SQL: the cache holds what is about to be written
        rows = self.env.execute_query(
            SQL("SELECT id, qty_received FROM purchase_order_line WHERE id = ANY(%s)", self.ids)
        )
        return {line_id: quantity or 0.0 for line_id, quantity in rows}

    def _mark_over_received(self, before):
        more = self.filtered(
            lambda line: (
                line.state == "purchase"
                and line.analytic_distribution
                and abs(line.qty_received) > abs(before.get(line.id, 0.0))
                and abs(line.qty_received) > abs(line.product_qty)
            )
        )
        if more:
            precommit.collect(self.env.cr, MARKED, more.ids, self.browse()._check_over_received)

    def _check_over_received(self):
        """Raise UserError for lines that received more than passes."""
        # Sudo: the guard judges what was written, not what its writer may read.
        lines = self.sudo().browse(precommit.drain(self.env.cr, MARKED)).exists()
        for line in lines:
            verdict = line._get_over_receipt_rule().judge(
                decimal(line.product_qty),
                decimal(line.qty_received),
                line._get_order_facts().price_unit,
                decimal(line.over_receipt_accepted),
            )
            if verdict:
                raise UserError(line._over_receipt_message(verdict))

    def _over_receipt_message(self, verdict):
        values = {
            "order": self.order_id.display_name,
            "line": self.line_ref or self.name,
            "ordered": self.product_qty,
            "received": self.qty_received,
            "unit": self.product_uom_id.name,
        }
        if verdict == "ask":
            return self.env._(
                "%(order)s, line %(line)s: %(received)s %(unit)s received, %(ordered)s ordered. "
                "A project manager has to accept the surplus on the order line first, or the "
                "order is changed.",
                **values,
            )
        return self.env._(
            "%(order)s, line %(line)s: %(received)s %(unit)s received, %(ordered)s ordered. More "
            "than ordered is refused. Send the surplus back, or change the order.",
            **values,
        )
