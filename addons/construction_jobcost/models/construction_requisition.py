# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from ..core.approval import Facts
from ..core.values import decimal

PENDING_STATES = ("submitted", "budget_check", "approved")


class ConstructionRequisition(models.Model):
    """A job's request for material or work, from the budget check to the orders."""

    _name = "construction.requisition"
    _description = "Requisition"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "construction.approval.steps",
        "construction.cost.trigger",
    ]
    _cost_lines_field = "line_ids"
    _transitions = {
        "draft": ("rejected", "cancelled"),
        "submitted": ("draft", "budget_check"),
        "budget_check": ("draft",),
        "approved": ("submitted", "ordered"),
        "ordered": ("approved", "received"),
        "received": ("ordered",),
        "rejected": ("submitted", "budget_check"),
        "cancelled": ("draft", "submitted", "budget_check", "approved"),
    }
    _order = "id desc"
    _rec_names_search = ["name", "reference"]
    _check_company_auto = True
    _approval_document = "requisition"
    _approval_guarded_states = ("approved", "ordered", "received")

    name = fields.Char(string="Number", required=True, copy=False, default="New", index="trigram")
    reference = fields.Char(
        copy=False, index="btree_not_null", help="The requester's own number of the requisition."
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    project_id = fields.Many2one(
        "project.project",
        string="Job",
        required=True,
        index=True,
        domain="[('is_job', '=', True), ('company_id', '=', company_id)]",
        check_company=True,
        ondelete="restrict",
        tracking=True,
    )
    requested_by = fields.Char(help="Who needs it, as named by the field.")
    requested_by_id = fields.Many2one(
        "res.users", string="Entered By", default=lambda self: self.env.user, tracking=True
    )
    needed_by = fields.Date(tracking=True)
    delivery_location = fields.Char(string="Deliver To", help="Where on site it is needed.")
    emergency = fields.Boolean(tracking=True)
    reason = fields.Text()
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Submitted"),
            ("budget_check", "Over Budget"),
            ("approved", "Approved"),
            ("ordered", "Ordered"),
            ("received", "Received"),
            ("rejected", "Rejected"),
            ("cancelled", "Cancelled"),
        ],
        string="Status",
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
        group_expand="_expand_states",
    )
    date_submitted = fields.Date(readonly=True, copy=False)
    submitted_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    budget_note = fields.Text(string="Budget Check", readonly=True, copy=False)
    release_reason = fields.Text(readonly=True, copy=False, tracking=True)
    released_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    reject_reason = fields.Text(readonly=True, copy=False, tracking=True)
    line_ids = fields.One2many(
        "construction.requisition.line", "requisition_id", string="Lines", copy=True
    )
    order_ids = fields.One2many("purchase.order", "requisition_id", string="Orders")
    order_count = fields.Integer(compute="_compute_order_count")
    amount_total = fields.Monetary(
        string="Amount", compute="_compute_amount_total", store=True, tracking=True
    )

    _state_idx = models.Index("(company_id, state, id)")

    @api.model
    def _expand_states(self, states, domain):
        # columns of the board: what waits for somebody shows also when it is empty
        shown = {*PENDING_STATES, *states}
        return [state for state, _label in self._fields["state"].selection if state in shown]

    @api.depends("name", "reference")
    def _compute_display_name(self):
        for requisition in self:
            suffix = f" ({requisition.reference})" if requisition.reference else ""
            requisition.display_name = f"{requisition.name}{suffix}"

    @api.depends("line_ids.amount")
    def _compute_amount_total(self):
        for requisition in self:
            requisition.amount_total = sum(requisition.line_ids.mapped("amount"))

    @api.depends("order_ids")
    def _compute_order_count(self):
        for requisition in self:
            requisition.order_count = len(requisition.order_ids)

    # CRUD -------------------------------------------------------------------------------------

    @api.model
    def _approval_computed_fields(self):
        return super()._approval_computed_fields() | {"amount_total"}

    @api.model
    def _approval_content_fields(self):
        return frozenset({"line_ids", "project_id"})

    @api.model
    def _approval_trigger_fields(self):
        return frozenset({"state", "project_id", "company_id", "amount_total"})

    @api.model
    def _approval_depends(self):
        return ["state", "project_id", "line_ids.amount"]

    @api.model
    def _transition_fields(self):
        return super()._transition_fields() | {
            "date_submitted",
            "submitted_by_id",
            "budget_note",
            "release_reason",
            "released_by_id",
            "reject_reason",
        }

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("name", "New") == "New":
                company_id = vals.get("company_id") or self.env.company.id
                sequences = self.env["ir.sequence"].with_company(company_id)
                vals["name"] = sequences.next_by_code("construction.requisition") or "New"
        return super().create(vals_list)

    def write(self, vals):
        if {"project_id", "company_id"} & vals.keys():
            self._check_editable()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_if_draft(self):
        if any(requisition.state not in ("draft", "cancelled") for requisition in self):
            raise UserError(
                self.env._("Only draft and cancelled requisitions can be deleted. Cancel it first.")
            )

    def _check_editable(self):
        """Raise UserError when what was submitted would change."""
        for requisition in self:
            if requisition.state != "draft":
                raise UserError(
                    self.env._(
                        "%(requisition)s is no draft any more, its lines are what was submitted. "
                        "Cancel it and set it to draft to change it.",
                        requisition=requisition.display_name,
                    )
                )

    # Cost source ------------------------------------------------------------------------------

    @api.model
    def _cost_trigger_fields(self):
        return frozenset({"state", "date_submitted", "project_id"})

    def _get_approval_facts(self):
        return {
            requisition.id: Facts(
                sum((decimal(line.amount) for line in requisition.line_ids), decimal(0)),
                0,
                frozenset(requisition.project_id.ids),
            )
            for requisition in self
        }

    def _get_requesters(self):
        return super()._get_requesters() | self.requested_by_id | self.submitted_by_id
