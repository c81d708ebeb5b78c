# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from ...core.values import decimal


class ConstructionRetentionReleaseLine(models.Model):
    """What is given back on one item of a subcontract."""

    _name = "construction.retention.release.line"
    _description = "Retention Release Line"
    _inherit = ["construction.payment.release.line", "construction.retention.source"]
    _retention_document = "retention.release"
    _order = "release_id, order_id, id"
    _rec_name = "order_line_id"

    release_id = fields.Many2one(
        "construction.retention.release", required=True, index=True, ondelete="cascade"
    )
    order_line_id = fields.Many2one(
        "purchase.order.line",
        string="Item",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    order_id = fields.Many2one(
        related="order_line_id.order_id", string="Subcontract", store=True, index=True
    )
    company_id = fields.Many2one(related="release_id.company_id", store=True)
    currency_id = fields.Many2one(related="release_id.currency_id")

    _item_uniq = models.UniqueIndex(
        "(release_id, order_line_id)", "An item stands once on a release."
    )

    @api.constrains("order_line_id", "release_id")
    def _check_vendor(self):
        for line in self:
            # Sudo: whose subcontract it is does not depend on who looks.
            order, release = line.sudo().order_id, line.release_id
            same = order.company_id == release.company_id and order.partner_id == release.partner_id
            if not same or order.currency_id != release.currency_id:
                raise UserError(
                    self.env._(
                        "%(order)s is not a subcontract of %(vendor)s in this company and "
                        "currency.",
                        order=order.name,
                        vendor=release.partner_id.display_name,
                    )
                )

    def _in_company_currency(self):
        # Sudo: the rate of the subcontract, which those who release may not be able to open.
        order = self.order_id.sudo()
        rate = order.currency_rate or 1.0
        return decimal(order.company_id.currency_id.round(self.amount / rate))

    # Ledger -----------------------------------------------------------------------------------

    @api.model
    def _cost_trigger_fields(self):
        return frozenset({"amount", "order_line_id"})

    @api.model
    def _get_cost_sweep_domain(self):
        states = self.env["construction.cost.rule"]._get_counted_states("retention.release")
        return [("release_id.state", "in", list(states))]

    def _get_retention_billing(self):
        return self.release_id

    def _get_retention_amounts(self):
        return decimal(0), self._in_company_currency()
