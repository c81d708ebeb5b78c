# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from ..core.values import decimal

#: What says where an order comes from: set by the flow, never by who works with the order.
ORIGIN_FIELDS = frozenset({"requisition_id", "requisition_amount"})


class PurchaseOrder(models.Model):
    """Orders that come from a requisition and live on its approval."""

    _inherit = "purchase.order"

    requisition_id = fields.Many2one(
        "construction.requisition",
        readonly=True,
        copy=False,
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
    )

    requisition_amount = fields.Monetary(
        readonly=True,
        copy=False,
        currency_field="approval_currency_id",
        help="What the requisition was approved for, of what the order is for; net of tax, in "
        "company currency.",
    )

    @api.model
    def _get_origin_fields(self):
        return ORIGIN_FIELDS

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            # given, so that neither a caller nor his context can name an origin
            nothing = dict.fromkeys(self._get_origin_fields(), False)
            vals_list = [{**vals, **nothing} for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            origin = self._get_origin_fields()
            vals = {name: value for name, value in vals.items() if name not in origin}
        return super().write(vals)

    def _write_multi(self, vals_list):
        result = super()._write_multi(vals_list)
        if any("state" in vals for vals in vals_list):
            self.order_line.requisition_line_id._mark_progress()
        return result

    def _prepare_grouped_data(self, rfq):
        # merged into another order a line would lose its requisition
        key = super()._prepare_grouped_data(rfq)
        return (*key, rfq.id) if rfq.requisition_id else key

    # Approval ---------------------------------------------------------------------------------

    def _get_requesters(self):
        if self.requisition_id:
            # who approved the requisition created the order, but did not ask for it
            return self.approval_author_id | self.requisition_id._get_requesters()
        return super()._get_requesters()

    def _adopt_requisition(self, amount):
        """Carry the requisition's approval over to the order, up to ``amount`` (Decimal)."""
        self.ensure_one()
        requisition = self.requisition_id
        self._note_approval_author(requisition.submitted_by_id or requisition.create_uid)
        # a price agreed with the requisition is not to follow the vendor's price list
        self.order_line.technical_price_unit = 0.0
        self.requisition_amount = float(amount)
        self._record_approval(
            amount,
            self.partner_id.commercial_partner_id.id,
            frozenset(requisition.project_id.ids),
            origin_id=requisition._get_approvals().id,
        )

    def _check_approved(self):
        super()._check_approved()
        # Sudo: the guard judges what was written, not what its writer may read.
        self.sudo().requisition_id._check_orders_covered()

    def _get_taken_of_requisition(self):
        """Return how much these orders use of what their requisition was approved for (Decimal).

        What an order costs beyond that stands on approvals of its own.
        """
        facts = self._get_approval_facts()
        return sum(
            (min(facts[order.id].amount, decimal(order.requisition_amount)) for order in self),
            decimal(0),
        )
