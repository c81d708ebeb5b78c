# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

#: What was requested.
CONTENT_FIELDS = frozenset(
    {
        "order_line_id",
        "requisition_line_id",
        "product_id",
        "description",
        "quantity",
        "uom_id",
        "price_unit",
        "requested_by",
        "reason",
    }
)


class ConstructionSubstitution(models.Model):
    """Another product instead of the one that was requested or ordered.

    Two people agree besides the one who asks: a technical approver that it does the job, and,
    where it costs more, an approver of the document's new total.
    """

    _name = "construction.substitution"
    _description = "Substitution"
    _inherit = ["mail.thread", "mail.activity.mixin", "construction.approval.steps"]
    _transitions = {
        "requested": ("draft",),
        "technical": ("requested",),
        "approved": ("requested", "technical"),
        "rejected": ("requested", "technical"),
        "draft": ("rejected",),
    }
    # its effect is guarded on the order or the requisition
    _approval_guarded_states = ()
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(string="Number", required=True, copy=False, default="New", readonly=True)
    order_line_id = fields.Many2one(
        "purchase.order.line",
        domain="[('state', '=', 'purchase'), ('analytic_distribution', '!=', False)]",
        index="btree_not_null",
        ondelete="restrict",
    )
    requisition_line_id = fields.Many2one(
        "construction.requisition.line",
        string="Requested Line",
        domain="[('state', 'in', ('submitted', 'approved'))]",
        compute="_compute_requisition_line_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    order_id = fields.Many2one(related="order_line_id.order_id", store=True)
    requisition_id = fields.Many2one(related="requisition_line_id.requisition_id", store=True)
    company_id = fields.Many2one(
        "res.company", compute="_compute_company_id", store=True, precompute=True, index=True
    )
    company_currency_id = fields.Many2one(related="company_id.currency_id", string="Base Currency")
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")
    project_ids = fields.Many2many(
        "project.project", string="Jobs", compute="_compute_project_ids", store=True
    )
    product_id = fields.Many2one("product.product", string="Item", check_company=True)
    description = fields.Text(
        required=True, compute="_compute_description", store=True, readonly=False, precompute=True
    )
    quantity = fields.Float(required=True, digits="Product Unit", help="Of the substitute.")
    uom_id = fields.Many2one(
        "uom.uom",
        string="Unit",
        required=True,
        compute="_compute_uom_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    price_unit = fields.Float(
        string="Price",
        min_display_digits="Product Price",
        help="Net of tax, in the currency of the order.",
    )
    requested_by = fields.Selection(
        [("site", "Site"), ("vendor", "Vendor"), ("buyer", "Buyer")],
        string="Origin",
        required=True,
        default="site",
        help="Whose wish it is.",
    )
    reason = fields.Text(required=True)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("requested", "Requested"),
            ("technical", "Technically approved"),
            ("approved", "Approved"),
            ("rejected", "Rejected"),
        ],
        string="Status",
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    requested_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    technical_approver_id = fields.Many2one(
        "res.users", readonly=True, copy=False, ondelete="restrict"
    )
    date_technical = fields.Datetime(readonly=True, copy=False)
    technical_note = fields.Text(readonly=True, copy=False)
    reject_reason = fields.Text(readonly=True, copy=False, tracking=True)
    old_description = fields.Text(string="Instead of", readonly=True, copy=False)
    old_quantity = fields.Float(readonly=True, copy=False, digits="Product Unit")
    old_amount = fields.Float(readonly=True, copy=False)
    new_order_line_id = fields.Many2one(
        "purchase.order.line", readonly=True, copy=False, ondelete="restrict"
    )
    date_applied = fields.Datetime(readonly=True, copy=False)
    difference = fields.Monetary(
        compute="_compute_difference",
        currency_field="company_currency_id",
        help="What it costs more than what it stands for, net of tax, in company currency.",
    )

    @api.depends("order_line_id")
    def _compute_requisition_line_id(self):
        for record in self.filtered("order_line_id"):
            record.requisition_line_id = record.order_line_id.requisition_line_id

    @api.depends("order_line_id", "requisition_line_id")
    def _compute_company_id(self):
        for record in self:
            line = record.order_line_id or record.requisition_line_id
            record.company_id = line.company_id or self.env.company

    @api.depends("order_line_id", "company_id")
    def _compute_currency_id(self):
        for record in self:
            record.currency_id = record.order_line_id.currency_id or record.company_id.currency_id

    @api.depends("order_line_id", "requisition_line_id")
    def _compute_project_ids(self):
        for record in self:
            # Sudo: which jobs it is for does not depend on who looks.
            order, line = record.sudo().order_line_id.order_id, record.sudo().requisition_line_id
            record.project_ids = order.job_ids if order else line.project_id

    @api.depends("product_id")
    def _compute_description(self):
        for record in self.filtered("product_id"):
            product = record.product_id.with_context(display_default_code=False)
            record.description = product.display_name

    @api.depends("product_id", "order_line_id", "requisition_line_id")
    def _compute_uom_id(self):
        for record in self:
            replaced = record.order_line_id.product_uom_id or record.requisition_line_id.uom_id
            record.uom_id = record.product_id.uom_id or replaced or record.uom_id

    @api.onchange("order_line_id", "requisition_line_id")
    def _onchange_line(self):
        if self.order_line_id:
            self.quantity = self._get_replaced_quantity()
            self.price_unit = self.order_line_id.price_unit
        elif self.requisition_line_id:
            self.quantity = self.requisition_line_id.open_quantity
            self.price_unit = self.requisition_line_id.estimated_unit_cost

    # CRUD -------------------------------------------------------------------------------------

    @api.model
    def _transition_fields(self):
        return super()._transition_fields() | {
            "requested_by_id",
            "technical_approver_id",
            "date_technical",
            "technical_note",
            "reject_reason",
            "old_description",
            "old_quantity",
            "old_amount",
            "new_order_line_id",
            "date_applied",
        }

    @api.model
    def _prepare_first_values(self, vals_list):
        sequences = self.env["ir.sequence"]
        return super()._prepare_first_values(
            [{**vals, "name": sequences.next_by_code(self._name)} for vals in vals_list]
        )

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._check_line_access()
        return records

    def write(self, vals):
        if CONTENT_FIELDS & vals.keys():
            self._check_editable()
        result = super().write(vals)
        if {"order_line_id", "requisition_line_id"} & vals.keys():
            self._check_line_access()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_if_draft(self):
        self._check_editable()

    def _check_editable(self):
        for record in self:
            if record.state != "draft":
                raise UserError(
                    self.env._(
                        "%(number)s was requested as it is. Have it rejected to change it.",
                        number=record.name,
                    )
                )

    def _check_line_access(self):
        """Refuse a substitution on a line that its author may not see."""
        self.order_line_id.order_id.check_access("read")
        self.requisition_line_id.requisition_id.check_access("read")

    @api.model
    def _approval_content_fields(self):
        return frozenset({"order_line_id", "requisition_line_id", "quantity", "price_unit"})

    def _get_requesters(self):
        return super()._get_requesters() | self.requested_by_id
