# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict
from dataclasses import replace

from odoo import api, fields, models

from ...core.payment_application import Standing
from ...core.retention import NOTHING
from ...core.values import decimal

#: What gives retention back: model of the lines, field of their document, its step, the amount.
RELEASES = (
    (
        "construction.payment.application.line",
        "application_id",
        "certified",
        "released_amount",
    ),
    ("construction.retention.release.line", "release_id", "approved", "amount"),
)


class PurchaseOrder(models.Model):
    """The payment applications of a subcontract, and where its lines stand after them."""

    _inherit = "purchase.order"

    retention_scope = fields.Selection(
        [("line", "Each Line"), ("contract", "The Contract")],
        string="Bands Count for",
        default="line",
        required=True,
        help="Whether a band is a part of each line's value, or of the whole contract's.",
    )
    payment_application_ids = fields.One2many(
        "construction.payment.application", "order_id", string="Payment Applications"
    )
    payment_application_count = fields.Integer(compute="_compute_payment_application_count")

    @api.depends("payment_application_ids")
    def _compute_payment_application_count(self):
        for order in self:
            order.payment_application_count = len(order.payment_application_ids)

    def action_view_payment_applications(self):
        """Open the payment applications of the subcontract."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "construction_jobcost.construction_payment_application_action"
        )
        context = {"default_order_id": self.id}
        return dict(action, domain=[("order_id", "=", self.id)], context=context)

    def _get_payment_standings(self):
        """Return {order line: Standing} after all certificates and releases, in line order.

        Lines that no application has are there with nothing done. Bulk over the orders.
        """
        # Sudo: what was certified counts whoever goes on from there.
        orders = self.sudo()
        known = orders._get_certified_standings()
        released = orders._get_released()
        lines = orders.order_line.filtered(lambda line: not line.display_type)
        standings = {}
        for line in lines:
            before = known.get(line.id) or Standing(NOTHING)
            standings[line.sudo(False)] = replace(
                before,
                scheduled=decimal(line.price_subtotal),
                released=released[line.id],
            )
        return standings

    def _get_certified_standings(self):
        """Return {order line id: Standing} that the last certified application left."""
        applications = self.env["construction.payment.application"].search(
            [("order_id", "in", self.ids), ("step", "=", "certified")], order="order_id, number"
        )
        latest = {application.order_id: application for application in applications}
        return {
            line.order_line_id.id: line._get_after()
            for application in latest.values()
            for line in application.line_ids
        }

    def _get_released(self):
        """Return {order line id: amount} given back by certificates and releases (Decimal)."""
        released = defaultdict(lambda: NOTHING)
        for model, parent, step, field in RELEASES:
            groups = self.env[model]._read_group(
                [("order_id", "in", self.ids), (f"{parent}.step", "=", step)],
                ["order_line_id"],
                [f"{field}:sum"],
            )
            for line, amount in groups:
                released[line.id] += decimal(amount)
        return released
