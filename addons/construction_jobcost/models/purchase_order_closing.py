# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

#: Who may close a commitment short.
CLOSERS = (
    "construction_jobcost.group_project_manager",
    "construction_jobcost.group_cost_controller",
    "purchase.group_purchase_user",
)
#: Who may reopen it: that commits money again.
REOPENERS = (
    "construction_jobcost.group_cost_controller",
    "purchase.group_purchase_manager",
)


class PurchaseOrder(models.Model):
    """Closing a commitment short, and reopening it."""

    _inherit = "purchase.order"

    closing_ids = fields.One2many(
        "construction.commitment.closing", "order_id", string="Closings", readonly=True
    )
    is_closed = fields.Boolean(string="Closed", compute="_compute_is_closed", store=True)

    @api.depends("closing_ids.reopened_date")
    def _compute_is_closed(self):
        for order in self:
            # Sudo: a fact of the order itself.
            closings = order.sudo().closing_ids
            order.is_closed = any(not closing.reopened_date for closing in closings)

    def action_close(self, reason=None):
        """Close commitments short: what is neither received nor billed is released.

        The release counts from today. Receipts and bills are refused until it is reopened.
        """
        self._check_may("read", CLOSERS)
        reason = self._required_reason(reason)
        self._check_closable()
        # Sudo: the right to close, checked above, replaces the right to edit orders; nobody
        # has the right to create closings.
        orders = self.sudo()
        # what was received and billed up to now is not refused for the closing
        self.env.flush_all()
        orders.order_line._check_marked_lines()
        orders.order_line._record_history()
        values = [order._prepare_closing(reason) for order in orders]
        self.env["construction.commitment.closing"].sudo().create(values)
        orders.picking_ids.filtered(
            lambda picking: picking.state not in ("done", "cancel")
        ).action_cancel()
        for order in orders:
            order.message_post(body=self.env._("Closed: %(reason)s", reason=reason))
        return True

    def action_reopen(self, reason=None):
        """Reopen closed commitments: what was released is committed again from today on."""
        self._check_may("read", REOPENERS)
        reason = self._required_reason(reason)
        if any(not order.is_closed for order in self):
            raise UserError(self.env._("Only closed commitments can be reopened."))
        # Sudo: the right to reopen, checked above, replaces the right to edit orders.
        orders = self.sudo()
        for order in orders:
            order.closing_ids.filtered(lambda closing: not closing.reopened_date).write(
                {
                    "reopened_date": order.order_line[:1]._get_today(),
                    "reopened_reason": reason,
                    "reopened_by_id": self.env.uid,
                }
            )
            order.message_post(body=self.env._("Reopened: %(reason)s", reason=reason))
        # what is still to come is expected again
        orders.order_line._create_or_update_picking()
        return True

    def action_ask_close(self):
        """Ask for the reason of closing; say what stays committed."""
        return self._open_approval_wizard("close", findings=self._get_closing_note())

    def action_ask_reopen(self):
        """Ask for the reason of reopening."""
        return self._open_approval_wizard("reopen")

    def button_cancel(self):
        self._check_not_closed()
        return super().button_cancel()

    def write(self, vals):
        if {"partner_id", "currency_id", "company_id"} & vals.keys():
            self._check_not_closed()
        return super().write(vals)

    # Helpers ----------------------------------------------------------------------------------

    def _check_may(self, operation, groups):
        """Raise AccessError unless the user may ``operation`` the order and is in a group."""
        self.check_access(operation)
        user = self.env.user
        if not any(user.has_group(group) for group in groups):
            names = [self.env.ref(group).sudo().full_name for group in groups]  # Sudo: names only
            raise AccessError(
                self.env._(
                    "%(user)s may not do this on a commitment. It takes one of these rights: "
                    "%(groups)s.",
                    user=user.name,
                    groups=", ".join(names),
                )
            )

    def _check_not_closed(self):
        """Raise UserError for a closed commitment."""
        for order in self:
            if order.is_closed:
                raise UserError(
                    self.env._(
                        "%(order)s is closed. Reopen it first: nothing is received, billed or "
                        "changed on it until then.",
                        order=order.display_name,
                    )
                )

    def _check_closable(self):
        self._check_not_closed()
        for order in self:
            drafts = order.sudo().invoice_ids.filtered(lambda bill: bill.state == "draft")
            pending = order.change_ids.filtered(lambda change: change.state == "pending")
            if order.state != "purchase":
                text = self.env._("Only commitments in force can be closed.")
            elif drafts:
                text = self.env._(
                    "There are bills that are not posted: %(bills)s. Post or delete them first.",
                    bills=", ".join(drafts.mapped("display_name")),
                )
            elif pending:
                text = self.env._(
                    "Changes wait for a decision: %(changes)s. Approve or reject them first.",
                    changes=", ".join(pending.mapped("display_name")),
                )
            else:
                continue
            raise UserError(
                self.env._(
                    "%(order)s cannot be closed. %(text)s", order=order.display_name, text=text
                )
            )

    def _prepare_closing(self, reason):
        """Return the values of the closing, with what each line releases."""
        self.ensure_one()
        released = self.order_line._get_releasable()
        return {
            "order_id": self.id,
            "date": self.order_line[:1]._get_today(),
            "reason": reason,
            "user_id": self.env.uid,
            "line_ids": [
                Command.create(
                    {
                        "order_line_id": line.id,
                        "amount": float(amount),
                        "quantity": float(quantity),
                    }
                )
                for line, (amount, quantity) in released.items()
                if amount or quantity
            ],
        }

    def _get_closing_note(self):
        """Say what was received and not billed: it stays committed."""
        self.ensure_one()
        open_lines = self.order_line.filtered(
            lambda line: (
                not line.display_type
                and abs(line.qty_received) > abs(line.qty_invoiced)
                and not line.product_uom_id.is_zero(line.qty_received - line.qty_invoiced)
            )
        )
        if not open_lines:
            return False
        return self.env._(
            "Received and not billed yet: line %(lines)s. It stays committed and accrued; reopen "
            "the order to bill it.",
            lines=", ".join(line.line_ref or line.name for line in open_lines),
        )
