# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class ConstructionPaymentRelease(models.AbstractModel):
    """Retention that is given back: one document over many applications.

    A model that inherits this names its bills in ``_bill_field`` and declares them, ``line_ids``
    (with ``held`` and ``amount``), ``partner_id``, the company and the currency.
    """

    _name = "construction.payment.release"
    _description = "Release of Retention"
    _inherit = ["mail.thread", "mail.activity.mixin", "construction.approval.billed"]
    _transitions = {
        "draft": ("submitted",),
        "submitted": ("draft",),
        "approved": ("submitted",),
        "void": ("draft", "submitted", "approved"),
    }
    _order = "date desc, id desc"
    _check_company_auto = True
    _approval_guarded_states = ("approved", "billed", "paid")

    name = fields.Char(
        string="Number", required=True, readonly=True, copy=False, default="New", index="trigram"
    )
    company_id = fields.Many2one("res.company")
    currency_id = fields.Many2one("res.currency")
    date = fields.Date(required=True, default=fields.Date.context_today, tracking=True)
    reason = fields.Char(required=True, tracking=True, help="E.g. substantial completion.")
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

    # CRUD -------------------------------------------------------------------------------------

    @api.model
    def _transition_fields(self):
        return super()._transition_fields() | {"date_approved"}

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("name", "New") == "New":
                vals["name"] = self.env["ir.sequence"].next_by_code(self._name) or "New"
        return super().create(vals_list)

    @api.model
    def _fields_of_draft(self):
        """Return the fields that are changed in draft only."""
        return frozenset({"date", "reason", "line_ids"})

    def write(self, vals):
        if self._fields_of_draft() & vals.keys():
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

    # Approval ---------------------------------------------------------------------------------

    @api.model
    def _approval_content_fields(self):
        return frozenset({"line_ids"})

    @api.model
    def _approval_computed_fields(self):
        return super()._approval_computed_fields() | {"amount", "held_amount", "company_id"}

    @api.model
    def _approval_trigger_fields(self):
        return frozenset({"state", "step", "amount", "partner_id"})

    @api.model
    def _approval_depends(self):
        return ["state", "partner_id", "line_ids.amount"]
