# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class ConstructionServiceReceipt(models.Model):
    """A confirmation that part of a service on an order line was performed.

    Kept as it was confirmed: a mistake is taken back by a counter-entry. Nobody has the right
    to create one; confirming on the order, or typing in the received quantity, does.
    """

    _name = "construction.service.receipt"
    _description = "Service Confirmation"
    _order = "order_line_id, date, id"

    name = fields.Char(string="Number", readonly=True, index="trigram")
    order_line_id = fields.Many2one(
        "purchase.order.line", required=True, readonly=True, index=True, ondelete="cascade"
    )
    order_id = fields.Many2one(related="order_line_id.order_id")
    partner_id = fields.Many2one(related="order_line_id.partner_id", string="Vendor")
    company_id = fields.Many2one(related="order_line_id.company_id", store=True)
    currency_id = fields.Many2one(related="order_line_id.currency_id")
    uom_id = fields.Many2one(related="order_line_id.product_uom_id", string="Unit")
    date = fields.Date(required=True, readonly=True)
    quantity = fields.Float(
        readonly=True, digits=(16, 6), help="In the order line's unit; less is negative."
    )
    percent = fields.Float(
        compute="_compute_value", digits=(16, 2), help="Of the ordered quantity."
    )
    amount = fields.Monetary(
        string="Value", compute="_compute_value", help="At the order's price, net of tax."
    )
    user_id = fields.Many2one(
        "res.users", string="Confirmed by", readonly=True, ondelete="restrict"
    )
    reference = fields.Char(readonly=True)
    note = fields.Char(readonly=True)
    attachment_ids = fields.Many2many("ir.attachment", string="Attachments", readonly=True)
    corrected_id = fields.Many2one(
        "construction.service.receipt",
        string="Takes Back",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    correction_ids = fields.One2many(
        "construction.service.receipt", "corrected_id", string="Taken Back by", readonly=True
    )

    @api.depends("quantity", "order_line_id.product_qty", "order_line_id.price_subtotal")
    def _compute_value(self):
        for receipt in self:
            line = receipt.order_line_id
            share = receipt.quantity / line.product_qty if line.product_qty else 0.0
            receipt.percent = 100 * share
            receipt.amount = line.price_subtotal * share

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals["name"] = self.env["ir.sequence"].next_by_code(self._name)
            vals.setdefault("user_id", self.env.uid)
        receipts = super().create(vals_list)
        for receipt in receipts.filtered("attachment_ids"):
            # who may read the confirmation may read what is attached to it
            receipt.attachment_ids.write({"res_model": self._name, "res_id": receipt.id})
        return receipts

    def action_withdraw(self, reason=None):
        """Take confirmations back by counter-entries of today; the reason is kept."""
        self.order_id._check_may_confirm()
        reason = self.order_id[:1]._required_reason(reason)
        if self.correction_ids or self.corrected_id:
            raise UserError(
                self.env._(
                    "This was taken back already, or takes another one back. Confirm anew what "
                    "was performed."
                )
            )
        # Sudo: the right to confirm, checked above, replaces the right to create.
        counter = self.sudo().create([receipt._prepare_counter(reason) for receipt in self])
        counter.order_line_id._sum_services()
        return True

    def _prepare_counter(self, reason):
        self.ensure_one()
        return {
            "order_line_id": self.order_line_id.id,
            "date": self.order_line_id._get_today(),
            "quantity": -self.quantity,
            "reference": self.reference,
            "note": reason,
            "corrected_id": self.id,
        }

    def action_ask_withdraw(self):
        """Ask for the reason of taking the confirmation back."""
        return self.order_id._open_approval_wizard("withdraw", res_model=self._name, res_id=self.id)
