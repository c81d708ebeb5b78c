# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

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

    _name = "purchase.order"
    _inherit = ["purchase.order", "construction.payment.contract"]
    _payment_application = "construction.payment.application"
    _payment_item_contract = "order_id"
    _payment_releases = RELEASES

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

    # Billed by applications -------------------------------------------------------------------

    def _is_payment_in_force(self):
        return self.state == "purchase"

    def _get_payment_items(self):
        return self.order_line.filtered(lambda line: not line.display_type)

    def _get_payment_scheduled(self, item):
        return item.price_subtotal

    def _prepare_payment_item(self, item):
        return {"line_ref": item.line_ref or False, "name": (item.name or "").split("\n")[0]}

    def _get_payment_changes(self):
        # Sudo: a figure of the contract that is billed.
        changes = self.sudo().change_ids
        approved = changes.filtered(lambda change: change.state == "approved")
        return decimal(sum(approved.mapped("amount_total")))

    def _get_payment_rate(self, day):
        # an order keeps the rate of its own day
        return self.currency_rate or 1.0
