# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from ..core.approval import Facts
from ..core.commitment import amount_to_approve
from ..core.values import decimal


class ConstructionCommitmentChange(models.Model):
    """A change of an order or subcontract after it was approved: a commitment change order."""

    _name = "construction.commitment.change"
    _description = "Commitment Change"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "construction.approval.void",
        "construction.cost.trigger",
    ]
    _cost_lines_field = "line_ids"
    _transitions = {
        "draft": ("pending", "rejected"),
        "pending": ("draft",),
        "approved": ("pending",),
        "rejected": ("pending",),
        "void": ("draft", "pending", "approved", "rejected"),
    }
    _order = "id desc"
    _rec_names_search = ["name", "title", "order_id"]
    _check_company_auto = True
    _approval_document = "commitment_change"

    name = fields.Char(
        string="Number", required=True, readonly=True, copy=False, default="New", index="trigram"
    )
    title = fields.Char(required=True, tracking=True)
    order_id = fields.Many2one(
        "purchase.order",
        string="Commitment",
        required=True,
        index=True,
        domain="[('state', '=', 'purchase')]",
        check_company=True,
        ondelete="restrict",
        tracking=True,
    )
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="order_id.currency_id")
    partner_id = fields.Many2one(
        related="order_id.partner_id", string="Vendor", store=True, index="btree_not_null"
    )
    project_id = fields.Many2one(
        related="order_id.project_id", string="Job", store=True, index="btree_not_null"
    )
    change_package_ref = fields.Char(
        string="Change Package",
        copy=False,
        index="btree_not_null",
        help="The change of the job that this one is part of.",
    )
    reason_code = fields.Selection(
        [
            ("scope", "Scope Change"),
            ("owner", "Owner Request"),
            ("design", "Design Error or Omission"),
            ("site", "Site Condition"),
            ("allowance", "Allowance"),
            ("backcharge", "Backcharge"),
            ("other", "Other"),
        ],
        string="Reason",
        default="scope",
        required=True,
        tracking=True,
    )
    reason = fields.Text(string="Explanation")
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("pending", "Pending"),
            ("approved", "Approved"),
            ("rejected", "Rejected"),
            ("void", "Void"),
        ],
        string="Status",
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
        group_expand=True,
    )
    date_submitted = fields.Date(readonly=True, copy=False)
    date_approved = fields.Date(readonly=True, copy=False)
    date_void = fields.Date(string="Voided on", readonly=True, copy=False)
    reject_reason = fields.Text(readonly=True, copy=False, tracking=True)
    void_reason = fields.Text(readonly=True, copy=False, tracking=True)
    line_ids = fields.One2many(
        "construction.commitment.change.line", "change_id", string="Lines", copy=True
    )
    amount_total = fields.Monetary(
        string="Amount",
        compute="_compute_amount_total",
        store=True,
        tracking=True,
        help="Net of tax, in the order's currency; a deduction is negative.",
    )

    @api.depends("name", "title")
    def _compute_display_name(self):
        for change in self:
            change.display_name = f"{change.name} {change.title or ''}".strip()

    @api.depends("line_ids.amount")
    def _compute_amount_total(self):
        for change in self:
            change.amount_total = sum(change.line_ids.mapped("amount"))

    # CRUD -------------------------------------------------------------------------------------

    @api.model
    def _transition_fields(self):
        dates = {"date_submitted", "date_approved", "date_void"}
        return super()._transition_fields() | {"reject_reason", "void_reason"} | dates

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("name", "New") == "New":
                vals["name"] = self.env["ir.sequence"].next_by_code(self._name) or "New"
        changes = super().create(vals_list)
        changes._check_job()
        return changes

    def write(self, vals):
        if {"order_id", "reason_code", "title"} & vals.keys():
            self._check_editable()
        result = super().write(vals)
        if "order_id" in vals:
            # the rules were asked before: the change must not land on another team's order
            self.check_access("write")
            self._check_job()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_if_draft(self):
        self._check_editable()

    def _check_editable(self):
        """Raise UserError when what was submitted would change."""
        for change in self:
            if change.state != "draft":
                raise UserError(
                    self.env._(
                        "%(change)s is no draft any more, its lines are what was submitted. "
                        "Set it to draft to change it; once approved, void it or add another "
                        "change.",
                        change=change.display_name,
                    )
                )

    def _check_job(self):
        """Raise UserError for a change of an order that no job bears."""
        facts = self.order_id._get_approval_facts()
        for change in self:
            if not facts[change.order_id.id].project_ids:
                raise UserError(
                    self.env._(
                        "%(order)s is not coded to a job, so it has no changes to approve. "
                        "Change the order itself.",
                        order=change.order_id.display_name,
                    )
                )

    # Approval and ledger ----------------------------------------------------------------------

    @api.model
    def _approval_computed_fields(self):
        return super()._approval_computed_fields() | {"amount_total", "company_id"}

    @api.model
    def _approval_content_fields(self):
        return frozenset({"line_ids", "order_id"})

    @api.model
    def _approval_trigger_fields(self):
        return frozenset({"state", "order_id", "amount_total"})

    @api.model
    def _approval_depends(self):
        return ["state", "order_id", "line_ids.amount"]

    @api.model
    def _cost_trigger_fields(self):
        return frozenset({"state", "order_id", "date_submitted"})

    def _get_approval_facts(self):
        codings = self.line_ids._get_codings()
        result = {}
        for change in self:
            order, lines = change.order_id, change.line_ids
            rate = order.currency_rate or 1.0
            amount = float(amount_to_approve(decimal(line.amount) for line in lines)) / rate
            result[change.id] = Facts(
                decimal(order.company_id.currency_id.round(amount)),
                order.partner_id.commercial_partner_id.id or 0,
                frozenset(key.project_id for line in lines for key, _percent in codings[line]),
            )
        return result
