# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...core.compliance import CONDITIONAL, FINAL, PROGRESS, UNCONDITIONAL

#: What the paper says: set while it is a draft, and verified as it is then.
CONTENT = frozenset(
    {
        "partner_id",
        "type_id",
        "company_id",
        "project_id",
        "order_id",
        "application_id",
        "release_id",
        "bill_id",
        "number",
        "issuer",
        "valid_from",
        "valid_to",
        "cover_amount",
        "currency_id",
        "waiver_condition",
        "waiver_scope",
        "through_date",
        "waiver_amount",
        "signed_date",
        "signed_by",
        "week_ending",
        "no_work",
        "document",
    }
)


class ConstructionComplianceDocument(models.Model):
    """A paper that a vendor handed in: insurance, licence, lien waiver, certified payroll, …

    It counts once another person than who entered it has verified it.
    """

    _name = "construction.compliance.document"
    _description = "Compliance Document"
    _inherit = ["mail.thread", "mail.activity.mixin", "construction.step.mixin"]
    _order = "valid_to, id desc"
    _rec_names_search = ["number", "partner_id", "type_id"]
    _check_company_auto = True
    _step_field = "step"
    _transitions = {
        "draft": ("verified", "rejected"),
        "verified": ("draft",),
        "rejected": ("draft",),
    }

    type_id = fields.Many2one(
        "construction.compliance.type",
        string="Document",
        required=True,
        tracking=True,
        ondelete="restrict",
    )
    kind = fields.Selection(related="type_id.kind", store=True, index=True)
    partner_id = fields.Many2one(
        "res.partner", string="Vendor", required=True, tracking=True, ondelete="restrict"
    )
    commercial_partner_id = fields.Many2one(
        related="partner_id.commercial_partner_id", store=True, string="Vendor (Company)"
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    order_id = fields.Many2one(
        "purchase.order",
        string="Subcontract",
        compute="_compute_order_id",
        store=True,
        readonly=False,
        index="btree_not_null",
        check_company=True,
        domain="[('partner_id', 'child_of', commercial_partner_id)]",
        ondelete="restrict",
        help="Empty: it holds for all orders of the vendor.",
    )
    project_id = fields.Many2one(
        "project.project",
        string="Job",
        compute="_compute_project_id",
        store=True,
        readonly=False,
        index="btree_not_null",
        check_company=True,
        domain="[('is_job', '=', True)]",
        ondelete="restrict",
        help="Empty: it holds for all jobs.",
    )
    number = fields.Char(tracking=True, help="Of the policy, the licence or the form.")
    issuer = fields.Char(string="Issued by")
    valid_from = fields.Date(tracking=True)
    valid_to = fields.Date(tracking=True, help="The last day. Empty: it does not end.")
    currency_id = fields.Many2one(
        "res.currency",
        compute="_compute_currency_id",
        store=True,
        readonly=False,
    )
    cover_amount = fields.Monetary(string="Cover", tracking=True, aggregator=False)
    application_id = fields.Many2one(
        "construction.payment.application",
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
        help="What is to be paid, or was paid, for the waiver.",
    )
    release_id = fields.Many2one(
        "construction.retention.release",
        string="Retention Release",
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
    )
    bill_id = fields.Many2one(
        "account.move",
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
        help="Of a subcontract or an order that is billed without payment applications.",
    )
    waiver_condition = fields.Selection(
        [(CONDITIONAL, "Conditional"), (UNCONDITIONAL, "Unconditional")],
        help="Conditional: it takes effect with the payment.",
    )
    waiver_scope = fields.Selection([(PROGRESS, "Progress"), (FINAL, "Final")])
    through_date = fields.Date(help="Work until this day is waived.", tracking=True)
    waiver_amount = fields.Monetary(tracking=True)
    signed_date = fields.Date(string="Signed on")
    signed_by = fields.Char(help="Name and title of who signed for the vendor.")
    week_ending = fields.Date(tracking=True)
    no_work = fields.Boolean(help="The payroll says that nobody worked in the week.")
    document = fields.Binary(string="File", attachment=True, copy=False)
    document_name = fields.Char(copy=False)
    step = fields.Selection(
        [("draft", "To Verify"), ("verified", "Verified"), ("rejected", "Rejected")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    state = fields.Selection(
        [
            ("draft", "To Verify"),
            ("verified", "Verified"),
            ("rejected", "Rejected"),
            ("expired", "Expired"),
        ],
        string="Status",
        compute="_compute_state",
        search="_search_state",
    )
    entered_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, string="Entered by", ondelete="restrict"
    )
    verified_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, string="Verified by", ondelete="restrict"
    )
    verified_on = fields.Datetime(readonly=True, copy=False)
    reject_reason = fields.Char(copy=False, help="Needed to reject the document.")

    # the papers of the vendors of some documents, by type: asked for at each check
    _vendor_idx = models.Index("(commercial_partner_id, type_id, company_id)")
    # what ends soon, for the reminders and the list of what ends
    _ending_idx = models.Index("(valid_to) WHERE step = 'verified' AND valid_to IS NOT NULL")
    _in_order = models.Constraint(
        "CHECK (valid_to >= valid_from)", "A document cannot end before it starts."
    )
    _amounts_positive = models.Constraint(
        "CHECK (LEAST(cover_amount, waiver_amount) >= 0)", "Amounts cannot be negative."
    )

    @api.depends("application_id.order_id", "release_id.line_ids.order_id", "bill_id")
    def _compute_order_id(self):
        for record in self:
            orders = record._get_paid_orders()
            record.order_id = orders if len(orders) == 1 else record.order_id

    @api.depends("order_id.job_ids")
    def _compute_project_id(self):
        for record in self:
            # Sudo: what a subcontract is coded to does not depend on who looks.
            jobs = record.order_id.sudo().job_ids
            record.project_id = jobs.sudo(False) if len(jobs) == 1 else record.project_id

    @api.depends("order_id.currency_id", "company_id")
    def _compute_currency_id(self):
        for record in self:
            record.currency_id = record.order_id.currency_id or record.company_id.currency_id

    @api.depends("step", "valid_to")
    def _compute_state(self):
        today = fields.Date.context_today(self)
        for record in self:
            ended = record.step == "verified" and record.valid_to and record.valid_to < today
            record.state = "expired" if ended else record.step

    @api.model
    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        ended = Domain("valid_to", "<", fields.Date.context_today(self))
        verified = Domain("step", "=", "verified")
        domains = {
            "expired": verified & ended,
            "verified": verified & ~ended,
            "draft": Domain("step", "=", "draft"),
            "rejected": Domain("step", "=", "rejected"),
        }
        return Domain.OR([domains[wanted] for wanted in value if wanted in domains])

    @api.depends("type_id", "number", "partner_id", "waiver_condition", "waiver_scope")
    def _compute_display_name(self):
        for record in self:
            parts = [record.type_id.name, record._get_waiver_name(), record.number]
            named = " ".join(part for part in parts if part)
            record.display_name = ", ".join(
                part for part in (named, record.partner_id.name) if part
            )

    def _get_waiver_name(self):
        labels = [
            dict(self._fields[name]._description_selection(self.env)).get(self[name])
            for name in ("waiver_condition", "waiver_scope")
        ]
        joined = ", ".join(label.lower() for label in labels if label)
        return f"({joined})" if joined else ""

    # CRUD -------------------------------------------------------------------------------------

    @api.model
    def _transition_fields(self):
        return super()._transition_fields() | {"entered_by_id", "verified_by_id", "verified_on"}

    @api.model
    def _prepare_first_values(self, vals_list):
        return super()._prepare_first_values(
            [dict(vals, entered_by_id=self.env.uid) for vals in vals_list]
        )

    def write(self, vals):
        content = CONTENT & vals.keys()
        if content:
            self.check_access("write")
            self._check_draft()
        result = super().write(vals)
        if content:
            self._set(entered_by_id=self.env.uid)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_if_draft(self):
        self._check_draft()

    def _check_draft(self):
        for record in self:
            if record.step != "draft":
                raise UserError(
                    self.env._(
                        "%(document)s was verified or rejected as it is. Set it back to be "
                        "verified again, or enter a new one.",
                        document=record.display_name,
                    )
                )
