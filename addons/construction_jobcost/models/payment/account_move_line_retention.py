# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from ...core.values import decimal


class AccountMoveLine(models.Model):
    """The certificate that a line of a bill comes from."""

    _inherit = "account.move.line"

    payment_application_id = fields.Many2one(
        "construction.payment.application",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    retention_order_id = fields.Many2one(
        "purchase.order",
        string="Retention of",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The subcontract whose retention the line withholds or gives back.",
    )

    # the projection of an order line reads its bills without those of certificates
    _not_certified_idx = models.Index(
        "(purchase_line_id) WHERE purchase_line_id IS NOT NULL AND payment_application_id IS NULL"
    )

    def unlink(self):
        self.env["construction.cost.entry"]._mark_stale(self.payment_application_id)
        return super().unlink()

    def _copy_data_extend_business_fields(self, values):
        # asked for by what reverses a bill: the credit note takes back work of the certificate
        super()._copy_data_extend_business_fields(values)
        values["payment_application_id"] = self.payment_application_id.id
        values["retention_order_id"] = self.retention_order_id.id

    def _get_order_quantity(self):
        # a certificate bills money: how much of the unit follows from the order's price
        price = decimal(self.purchase_line_id._get_unit_value())
        if not self.payment_application_id or not price:
            return super()._get_order_quantity()
        return decimal(self._get_signed_subtotal()) / price

    def _get_signed_subtotal(self):
        """Return the amount net of tax in the bill's currency, credit notes negative (float)."""
        return (
            -self.price_subtotal if self.move_id.move_type == "in_refund" else self.price_subtotal
        )

    def _get_amount_of_order(self):
        """Return the amount net of tax in the currency of the order (float, positive as it is)."""
        move, order = self.move_id, self.purchase_line_id.order_id
        day = move.invoice_date or fields.Date.context_today(self)
        return self.currency_id._convert(
            self.price_subtotal, order.currency_id, order.company_id, day
        )

    def _get_order_amount(self):
        """Return what the line asks for in company currency, at the rate of its order (Decimal)."""
        order = self.purchase_line_id.order_id
        if self.currency_id != order.currency_id:
            return decimal(self.balance)
        return decimal(self._get_signed_subtotal()) / decimal(order.currency_rate or 1)


class ConstructionCostEntry(models.Model):
    """What a bill changes of the certificate behind it."""

    _inherit = "construction.cost.entry"

    @api.model
    def _project(self, model_name, ids):
        if model_name == "account.move.line":
            # Sudo: as for every projection, what counts are the documents.
            lines = self.env[model_name].sudo().browse(ids).exists()
            self._mark_stale(lines.payment_application_id)
        return super()._project(model_name, ids)
