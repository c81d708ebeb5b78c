# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from ..core.commitment import Progress, progress_state
from ..core.values import decimal


class PurchaseOrder(models.Model):
    """The state of a commitment, beside the state of the order."""

    _inherit = "purchase.order"

    date_asked = fields.Datetime(
        string="Out for Approval since", readonly=True, copy=False, tracking=True
    )
    void_reason = fields.Text(readonly=True, copy=False, tracking=True)
    commitment_state = fields.Selection(
        [
            ("draft", "Draft"),
            ("pending", "Out for Approval"),
            ("approved", "Approved"),
            ("partly_received", "Partly Received"),
            ("received", "Received"),
            ("complete", "Complete"),
            ("closed", "Closed"),
            ("void", "Void"),
        ],
        string="Commitment Status",
        compute="_compute_commitment_state",
        store=True,
        index=True,
        group_expand=True,
    )

    @api.depends(
        "state",
        "date_asked",
        "is_closed",
        "order_line.product_qty",
        "order_line.qty_received",
        "order_line.qty_invoiced",
    )
    def _compute_commitment_state(self):
        for order in self:
            if order.state == "cancel":
                order.commitment_state = "void"
            elif order.state != "purchase":
                asked = order.state == "to approve" or order.date_asked
                order.commitment_state = "pending" if asked else "draft"
            elif order.is_closed:
                order.commitment_state = "closed"
            else:
                order.commitment_state = progress_state(order._get_progress())

    def _get_progress(self):
        return [
            Progress(
                decimal(line.product_qty), decimal(line.qty_received), decimal(line.qty_invoiced)
            )
            for line in self.order_line
        ]

    @api.model
    def _approval_computed_fields(self):
        return super()._approval_computed_fields() | {"commitment_state", "is_closed"}

    def action_request_approval(self):
        """Ask the first approver by an activity; the commitment is out for approval."""
        result = super().action_request_approval()
        self.write({"date_asked": fields.Datetime.now()})
        return result

    def button_draft(self):
        self.filtered("date_asked").write({"date_asked": False})
        return super().button_draft()

    def action_void(self, reason=None):
        """Cancel commitments as the current user; the reason is kept.

        Raises UserError without a reason, and where Odoo does not let the order be cancelled.
        """
        self.check_access("write")
        self.write({"void_reason": self._required_reason(reason)})
        self.button_cancel()
        return True

    def action_ask_void(self):
        """Ask for the reason of voiding."""
        return self._open_approval_wizard("void")
