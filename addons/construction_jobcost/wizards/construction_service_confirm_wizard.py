# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..core.receipt import ReceiptLine
from ..core.values import decimal, local_noon


class ConstructionServiceConfirmWizard(models.TransientModel):
    """What was performed on an order, by whom it is confirmed, with what evidence."""

    _name = "construction.service.confirm.wizard"
    _description = "Confirm Services"

    order_id = fields.Many2one("purchase.order", required=True, readonly=True)
    date = fields.Date(required=True, default=fields.Date.context_today)
    reference = fields.Char(help="Of the vendor's or the site's own paper.")
    note = fields.Char()
    attachment_ids = fields.Many2many("ir.attachment", string="Attachments")
    line_ids = fields.One2many(
        "construction.service.confirm.wizard.line",
        "wizard_id",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
    )

    @api.depends("order_id")
    def _compute_line_ids(self):
        for wizard in self:
            lines = wizard.order_id.order_line.filtered(
                lambda line: not line.display_type and line.qty_received_method == "manual"
            )
            wizard.line_ids = [
                Command.clear(),
                *(Command.create({"order_line_id": line.id}) for line in lines),
            ]

    def action_confirm(self):
        """Book what was entered as confirmed by the current user."""
        self.ensure_one()
        self.order_id._check_may_confirm()
        moment = local_noon(self.date, self.order_id.company_id.partner_id.tz)
        receipts = [
            ReceiptLine(line.order_line_id.id, decimal(line.quantity), moment, self.note or "")
            for line in self.line_ids
            if line.quantity
        ]
        if not receipts:
            raise UserError(self.env._("Enter what was performed on one line at least."))
        lines = self.line_ids.order_line_id
        if lines.order_id - self.order_id:
            raise UserError(self.env._("Confirm the lines of one order at a time."))
        # Sudo: the right to confirm, checked above, replaces the right to edit the order.
        order_lines = lines.sudo()
        self.order_id.sudo()._check_receivable(order_lines)
        order_lines._confirm_services(receipts, self.reference, self.attachment_ids)
        return {"type": "ir.actions.act_window_close"}
