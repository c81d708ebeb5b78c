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
        "mail.thread",
        "mail.activity.mixin",
        "construction.approval.mixin",
        "construction.cost.trigger",
        "construction.retention.billing",
    ]
    _step_field = "step"
    _transitions = {
        "draft": ("submitted",),
        "submitted": ("draft",),
        "approved": ("submitted",),
        "void": ("draft", "submitted", "approved"),
    }
    _cost_lines_field = "line_ids"
    _order = "date desc, id desc"
    _check_company_auto = True
    _approval_document = "retention_release"
    _approval_guarded_states = ("approved", "billed", "paid")
    _approval_closed_states = ("void",)

    name = fields.Char(
        string="Number", required=True, readonly=True, copy=False, default="New", index="trigram"
    )
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
    date = fields.Date(required=True, default=fields.Date.context_today, tracking=True)
    reason = fields.Char(required=True, tracking=True, help="E.g. substantial completion.")
    line_ids = fields.One2many("construction.retention.release.line", "release_id")
    held_amount = fields.Monetary(string="Held before", compute="_compute_amounts", store=True)
    amount = fields.Monetary(
        string="Release", compute="_compute_amounts", store=True, tracking=True
    )
    date_approved = fields.Date(readonly=True, copy=False)
    step = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "To Approve"),
            ("approved", "Approved"),
            ("void", "Void"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
    )
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
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "To Approve"),
            ("approved", "Approved"),
            ("billed", "Billed"),
            ("paid", "Paid"),
            ("void", "Void"),
        ],
        string="Status",
        compute="_compute_state",
        store=True,
        index=True,
        tracking=True,
    )

    @api.depends("line_ids.amount", "line_ids.held")
    def _compute_amounts(self):
        for record in self:
            record.amount = sum(record.line_ids.mapped("amount"))
            record.held_amount = sum(record.line_ids.mapped("held"))

    @api.depends("step", "bill_id.state", "bill_id.payment_state")
    def _compute_state(self):
        for record in self:
            # Sudo: how far a bill is shows on its document to whoever sees that.
            bill = record.sudo().bill_id
            state = record.step
            if state == "approved" and bill.state == "posted" and bill._is_standing():
                state = "paid" if bill._is_settled() else "billed"
            record.state = state

    # CRUD -------------------------------------------------------------------------------------

    @api.model
    def _transition_fields(self):
        return super()._transition_fields() | {"state", "bill_id", "date_approved"}

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("name", "New") == "New":
                vals["name"] = self.env["ir.sequence"].next_by_code(self._name) or "New"
        return super().create(vals_list)

    def write(self, vals):
        if {"partner_id", "order_ids", "currency_id", "date", "reason", "line_ids"} & vals.keys():
            self._check_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_if_draft(self):
        self._check_draft()

    def _check_draft(self):
        for record in self:
            if record.step != "draft":
                raise UserError(
                    self.env._(
                        "%(release)s is no draft any more. Set it to draft to change it.",
                        release=record.display_name,
                    )
                )

    # Approval and ledger ----------------------------------------------------------------------

    @api.model
    def _approval_content_fields(self):
        return frozenset({"line_ids", "partner_id", "order_ids"})

    @api.model
    def _approval_computed_fields(self):
        return super()._approval_computed_fields() | {"amount", "held_amount", "company_id"}

    @api.model
    def _approval_trigger_fields(self):
        return frozenset({"state", "step", "amount", "partner_id"})

    @api.model
    def _approval_depends(self):
        return ["state", "partner_id", "line_ids.amount"]

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
