# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

#: What a person changes to change what a line amounts to.
CONTENT_FIELDS = frozenset(
    {
        "change_id",
        "order_line_id",
        "project_id",
        "cost_code_id",
        "cost_type_id",
        "phase_id",
        "product_id",
        "uom_id",
        "name",
        "basis",
        "quantity",
        "price_unit",
        "amount",
        "charged_entry_id",
        "charged_ref",
    }
)


class ConstructionCommitmentChangeLine(models.Model):
    """What a change adds to or takes off one line of an order, or a line it adds."""

    _name = "construction.commitment.change.line"
    _description = "Commitment Change Line"
    _inherit = ["construction.cost.source"]
    _order = "change_id, sequence, id"
    _check_company_auto = True

    change_id = fields.Many2one(
        "construction.commitment.change", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(related="change_id.company_id", store=True)
    currency_id = fields.Many2one(related="change_id.currency_id")
    order_id = fields.Many2one(related="change_id.order_id")
    state = fields.Selection(related="change_id.state")
    order_line_id = fields.Many2one(
        "purchase.order.line",
        index="btree_not_null",
        domain="[('order_id', '=', order_id), ('display_type', '=', False)]",
        check_company=True,
        ondelete="restrict",
        help="Empty: the change adds a line to the order.",
    )
    applied_line_id = fields.Many2one(
        "purchase.order.line",
        string="Applied to",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The order line that carries the change since it was approved.",
    )
    name = fields.Char(string="Description", required=True)
    project_id = fields.Many2one(
        "project.project",
        string="Job",
        compute="_compute_coding",
        store=True,
        readonly=False,
        precompute=True,
        domain="[('is_job', '=', True)]",
        check_company=True,
        ondelete="restrict",
    )
    cost_code_id = fields.Many2one(
        "construction.cost.code",
        compute="_compute_coding",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        ondelete="restrict",
    )
    cost_type_id = fields.Many2one(
        "construction.cost.type",
        compute="_compute_coding",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        ondelete="restrict",
    )
    phase_id = fields.Many2one(
        "construction.job.phase",
        compute="_compute_coding",
        store=True,
        readonly=False,
        precompute=True,
        domain="[('project_id', '=', project_id)]",
        ondelete="restrict",
    )
    product_id = fields.Many2one(
        "product.product",
        domain="[('purchase_ok', '=', True)]",
        check_company=True,
        ondelete="restrict",
        help="Of an added line; empty: the product of the cost type.",
    )
    uom_id = fields.Many2one(
        "uom.uom",
        string="Unit",
        compute="_compute_uom_id",
        store=True,
        readonly=False,
        precompute=True,
        ondelete="restrict",
    )
    basis = fields.Selection(
        [("quantity", "Quantity"), ("price", "Price"), ("amount", "Amount")],
        string="Changes",
        compute="_compute_basis",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        help="More or fewer units, another price of the ordered units, or an amount in all.",
    )
    quantity = fields.Float(digits="Product Unit", help="Fewer units are negative.")
    price_unit = fields.Float(
        string="Unit Price",
        compute="_compute_price_unit",
        store=True,
        readonly=False,
        precompute=True,
        digits=(16, 6),
        help="Of the changed units; on the basis of a price the change of the unit price.",
    )
    amount = fields.Monetary(
        compute="_compute_amount",
        store=True,
        readonly=False,
        precompute=True,
        help="Net of tax, in the order's currency; a deduction is negative.",
    )
    charged_entry_id = fields.Many2one(
        "construction.cost.entry",
        string="Cost Charged Back",
        domain="[('bucket', 'in', ('direct_cost', 'invoiced'))]",
        check_company=True,
        ondelete="restrict",
        help="The cost of somebody else's work that the vendor has to bear.",
    )
    charged_ref = fields.Char(string="Backcharge Reference")

    @api.depends("order_line_id", "change_id.project_id")
    def _compute_coding(self):
        keys = self.env["construction.cost.key"]
        parts = keys._parse(self.order_line_id.mapped("analytic_distribution"))
        codings = dict(zip(self.order_line_id, parts, strict=True))
        for line in self:
            coding = codings.get(line.order_line_id, ())
            key = coding[0][0] if len(coding) == 1 else None
            line.project_id = key.project_id if key else line.project_id or line._get_default_job()
            if line.order_line_id:
                line.cost_code_id = key and key.cost_code_id
                line.cost_type_id = key and key.cost_type_id
                line.phase_id = key and key.phase_id or False

    def _get_default_job(self):
        """Return the order's job, or the only one that bears its lines."""
        order = self.change_id.order_id
        if order.project_id.is_job:
            return order.project_id
        jobs = order._origin._get_approval_facts().get(order._origin.id)
        return self.env["project.project"].browse(
            jobs.project_ids if jobs and len(jobs.project_ids) == 1 else ()
        )

    @api.depends("order_line_id", "product_id")
    def _compute_uom_id(self):
        for line in self:
            line.uom_id = (
                line.order_line_id.product_uom_id
                or line.product_id.uom_id
                or line.uom_id
                or self.env.ref("uom.product_uom_unit")
            )

    @api.depends("order_line_id", "quantity")
    def _compute_basis(self):
        for line in self:
            by_amount = line.order_line_id.billing_basis == "amount" or not line.quantity
            line.basis = line.basis or ("amount" if by_amount else "quantity")

    @api.depends("order_line_id", "basis")
    def _compute_price_unit(self):
        for line in self:
            if line.order_line_id and line.basis == "quantity" and not line.price_unit:
                line.price_unit = line.order_line_id.price_unit_discounted

    @api.depends("basis", "quantity", "price_unit", "order_line_id")
    def _compute_amount(self):
        for line in self:
            if line.basis == "quantity":
                amount = line.quantity * line.price_unit
            elif line.basis == "price":
                amount = line.order_line_id.product_qty * line.price_unit
            else:
                amount = line.amount
            line.amount = line.currency_id.round(amount) if line.currency_id else amount

    # CRUD -------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.change_id._check_editable()
        lines.change_id._note_approval_author(self.env.user)
        return lines

    def write(self, vals):
        content = CONTENT_FIELDS & vals.keys()
        if content:
            self.change_id._check_editable()
        if "applied_line_id" in vals:
            raise UserError(
                self.env._("Where a change is applied follows from its approval. Approve it.")
            )
        result = super().write(vals)
        if "change_id" in vals:
            # the rules were asked before: the line must not land on another team's change
            self.check_access("write")
        if content:
            self.change_id._check_editable()
            self.change_id._note_approval_author(self.env.user)
        return result

    def _set(self, **vals):
        """Write what follows from a step, past the write of this model."""
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_if_editable(self):
        self.change_id._check_editable()
