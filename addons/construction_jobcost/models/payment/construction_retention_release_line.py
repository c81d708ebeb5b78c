# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from ...core.values import decimal


class ConstructionRetentionReleaseLine(models.Model):
    """What is given back on one item of a subcontract."""

    _name = "construction.retention.release.line"
    _description = "Retention Release Line"
    _inherit = ["construction.retention.source"]
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
    held = fields.Monetary(readonly=True, help="When the release was filled in.")
    amount = fields.Monetary(string="Released")

    _item_uniq = models.UniqueIndex(
        "(release_id, order_line_id)", "An item stands once on a release."
    )
    _not_negative = models.Constraint("CHECK (amount >= 0)", "A release cannot be negative.")

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

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.release_id._check_draft()
        lines.release_id._note_approval_author(self.env.user)
        return lines

    def write(self, vals):
        self.check_access("write")
        self.release_id._check_draft()
        result = super().write(vals)
        self.release_id._note_approval_author(self.env.user)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_if_draft(self):
        self.release_id._check_draft()

    def _check_held(self, standing):
        """Raise UserError when more is released than is held now."""
        if self.currency_id.compare_amounts(self.amount, float(standing.held)) > 0:
            raise UserError(
                self.env._(
                    "%(item)s: %(amount)s is to be released, but only %(held)s is held. Fill the "
                    "release in again.",
                    item=self.order_line_id.display_name,
                    amount=self.currency_id.format(self.amount),
                    held=self.currency_id.format(float(standing.held)),
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
