# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...core.approval import Facts
from ...core.payment_application import release
from ...core.retention import NOTHING
from ...core.values import decimal


class ConstructionRetentionRelease(models.Model):
    """Retention that is given back to a vendor: one document over many applications.

    It is spread over the items of the vendor's subcontracts by what is held on each.
    """

    _name = "construction.retention.release"
    _description = "Retention Release"
    _inherit = [
        "construction.payment.release",
        "construction.cost.trigger",
        "construction.retention.billing",
    ]
    _cost_lines_field = "line_ids"
    _approval_document = "retention_release"
    _bill_field = "bill_id"

    partner_id = fields.Many2one(
        "res.partner", string="Vendor", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(
        "res.currency", required=True, default=lambda self: self.env.company.currency_id
    )
    order_ids = fields.Many2many(
        "purchase.order",
        string="Subcontracts",
        domain="[('partner_id', '=', partner_id), ('currency_id', '=', currency_id), "
        "('payment_application_ids', '!=', False)]",
        check_company=True,
    )
    line_ids = fields.One2many("construction.retention.release.line", "release_id")
    bill_id = fields.Many2one(
        "account.move",
        readonly=True,
        copy=False,
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
    )
    bill_ids = fields.One2many(
        "account.move", "retention_release_id", string="All Bills", readonly=True
    )

    # Approval and ledger ----------------------------------------------------------------------

    @api.model
    def _fields_of_draft(self):
        return super()._fields_of_draft() | {"partner_id", "order_ids", "currency_id"}

    @api.model
    def _approval_content_fields(self):
        return super()._approval_content_fields() | {"partner_id", "order_ids"}

    @api.model
    def _cost_trigger_fields(self):
        return frozenset({"state"})

    def _get_approval_facts(self):
        codings = self.line_ids._get_codings()
        return {
            record.id: Facts(
                sum((line._in_company_currency() for line in record.line_ids), NOTHING),
                record.partner_id.commercial_partner_id.id or 0,
                frozenset(
                    key.project_id for line in record.line_ids for key, _percent in codings[line]
                ),
            )
            for record in self
        }

    def _get_retention_day(self):
        return self.date

    # Filling in -------------------------------------------------------------------------------

    def action_fill(self, amount=None):
        """Take over what is held on the chosen subcontracts, all the vendor's when none is.

        amount: of it, spread by what is held on each item; default all of it.
        """
        self.check_access("write")
        self._check_draft()
        for record in self:
            standings = record._get_orders()._get_payment_standings()
            lines = [line for line, standing in standings.items() if standing.held]
            before = [standings[line] for line in lines]
            rounding = decimal(record.currency_id.rounding)
            limit = None if amount is None else decimal(amount)
            after = record._release(before, limit, rounding)
            record.line_ids.unlink()
            record.line_ids.create(
                [
                    record._prepare_line_values(line, old, new)
                    for line, old, new in zip(lines, before, after, strict=True)
                ]
            )
        return True

    def _release(self, before, amount, rounding):
        try:
            return release(before, amount, rounding)
        except ValueError:
            held = sum((standing.held for standing in before), NOTHING)
            raise UserError(
                self.env._(
                    "%(vendor)s: only %(held)s is held. Release that or less.",
                    vendor=self.partner_id.display_name,
                    held=self.currency_id.format(float(held)),
                )
            ) from None

    def _get_orders(self):
        if self.order_ids:
            return self.order_ids
        domain = Domain("partner_id", "=", self.partner_id.id)
        domain &= Domain("company_id", "=", self.company_id.id)
        domain &= Domain("currency_id", "=", self.currency_id.id)
        return self.env["purchase.order"].search(
            domain & Domain("payment_application_ids", "!=", False)
        )

    def _prepare_line_values(self, order_line, before, after):
        return {
            "release_id": self.id,
            "order_line_id": order_line.id,
            "held": float(before.held),
            "amount": float(after.released - before.released),
        }
