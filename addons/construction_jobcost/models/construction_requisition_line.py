# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..core.keys import CostKey
from ..core.values import decimal
from .construction_requisition import PENDING_STATES

#: What was submitted; the vendor may still be chosen afterwards.
CONTENT_FIELDS = frozenset(
    {
        "requisition_id",
        "line_ref",
        "product_id",
        "description",
        "quantity",
        "uom_id",
        "estimated_unit_cost",
        "cost_code_id",
        "cost_type_id",
        "phase_id",
    }
)


class ConstructionRequisitionLine(models.Model):
    _name = "construction.requisition.line"
    _description = "Requisition Line"
    _inherit = ["construction.cost.source"]
    _order = "requisition_id, sequence, id"
    _rec_name = "description"
    _check_company_auto = True

    requisition_id = fields.Many2one(
        "construction.requisition", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    line_ref = fields.Char(
        string="Line No.", copy=True, help="Names the line in the document, for follow-ups."
    )
    company_id = fields.Many2one(related="requisition_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    project_id = fields.Many2one(related="requisition_id.project_id", store=True)
    state = fields.Selection(related="requisition_id.state")
    product_id = fields.Many2one(
        "product.product",
        string="Item",
        domain="[('purchase_ok', '=', True)]",
        check_company=True,
        ondelete="restrict",
    )
    description = fields.Text(
        required=True, compute="_compute_from_product", store=True, readonly=False, precompute=True
    )
    quantity = fields.Float(required=True, default=1.0, digits="Product Unit")
    uom_id = fields.Many2one(
        "uom.uom",
        string="Unit",
        required=True,
        compute="_compute_from_product",
        store=True,
        readonly=False,
        precompute=True,
        ondelete="restrict",
    )
    estimated_unit_cost = fields.Float(
        string="Estimated Cost",
        required=True,
        min_display_digits="Product Price",
        help="Per unit, net of tax, in company currency.",
    )
    amount = fields.Monetary(compute="_compute_amount", store=True)
    cost_code_id = fields.Many2one(
        "construction.cost.code", required=True, check_company=True, ondelete="restrict"
    )
    cost_type_id = fields.Many2one(
        "construction.cost.type", required=True, check_company=True, ondelete="restrict"
    )
    phase_id = fields.Many2one(
        "construction.job.phase",
        domain="[('project_id', '=', project_id)]",
        ondelete="restrict",
    )
    vendor_id = fields.Many2one("res.partner", check_company=True, ondelete="restrict")
    analytic_distribution = fields.Json(compute="_compute_analytic_distribution")
    order_line_ids = fields.One2many(
        "purchase.order.line", "requisition_line_id", string="Order Lines"
    )
    budget_amount = fields.Monetary(string="Budget", compute="_compute_budget")
    committed_amount = fields.Monetary(
        string="Committed", compute="_compute_budget", help="Committed, spent and pending."
    )
    available_amount = fields.Monetary(string="Available", compute="_compute_budget")
    is_over_budget = fields.Boolean(compute="_compute_budget")

    _line_ref_uniq = models.UniqueIndex(
        "(requisition_id, line_ref)", "Each line of a requisition needs its own line number."
    )

    @api.depends("product_id")
    def _compute_from_product(self):
        for line in self:
            product = line.product_id
            if product:
                line.description = product.with_context(display_default_code=False).display_name
            line.uom_id = product.uom_id or line.uom_id or self.env.ref("uom.product_uom_unit")

    @api.depends("quantity", "estimated_unit_cost", "currency_id")
    def _compute_amount(self):
        for line in self:
            amount = line.quantity * line.estimated_unit_cost
            line.amount = line.currency_id.round(amount) if line.currency_id else amount

    @api.depends("project_id", "cost_code_id", "cost_type_id", "phase_id")
    def _compute_analytic_distribution(self):
        keys = self.env["construction.cost.key"]
        for line in self:
            coded = line.project_id and line.cost_code_id and line.cost_type_id
            line.analytic_distribution = coded and keys._distribution(
                line.project_id, line.cost_code_id, line.cost_type_id, line.phase_id
            )

    @api.depends(
        "project_id",
        "cost_code_id",
        "cost_type_id",
        "phase_id",
        "amount",
        "state",
        "open_quantity",
    )
    def _compute_budget(self):
        coded = self.filtered(lambda r: r.project_id and r.cost_code_id and r.cost_type_id)
        answers = {
            answer.key: answer
            for answer in self.env["construction.budget.line"]._availability(
                [
                    # once submitted the line itself is among what is pending or committed
                    (line._get_cost_key(), decimal(line.amount if line.state == "draft" else 0))
                    for line in coded
                ]
            )
        }
        for line in self:
            answer = line in coded and answers[line._get_cost_key()]
            line.budget_amount = answer and float(answer.revised_budget)
            line.available_amount = answer and float(answer.available)
            line.committed_amount = answer and float(answer.revised_budget - answer.available)
            # what is ordered or withdrawn asks for nothing any more
            asks = line.state in ("draft", *PENDING_STATES) and line.open_quantity > 0
            line.is_over_budget = asks and bool(answer) and not answer.ok

    @api.constrains("quantity", "estimated_unit_cost")
    def _check_quantity(self):
        for line in self:
            if line.quantity <= 0 or line.estimated_unit_cost < 0:
                raise ValidationError(
                    self.env._(
                        "Line %(line)s: the quantity must be more than zero and the estimated "
                        "cost not negative.",
                        line=line.line_ref or line.description,
                    )
                )

    @api.constrains("phase_id", "requisition_id")
    def _check_phase(self):
        for line in self:
            if line.phase_id and line.phase_id.project_id != line.project_id:
                raise ValidationError(
                    self.env._(
                        "Phase %(phase)s belongs to another job. Choose a phase of %(job)s.",
                        phase=line.phase_id.display_name,
                        job=line.project_id.display_name,
                    )
                )

    # CRUD -------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create([self._without_computed(vals) for vals in vals_list])
        lines.requisition_id._check_editable()
        lines._number_lines()
        lines._note_author()
        return lines

    def write(self, vals):
        vals = self._without_computed(vals)
        changes = CONTENT_FIELDS & vals.keys()
        if changes:
            self.requisition_id._check_editable()
        result = super().write(vals)
        if changes:
            self.requisition_id._check_editable()
            self._note_author()
        return result

    def _substitute(self, vals):
        """Change what was submitted; the caller has checked the approvals of that."""
        # past the write of this model, which refuses it
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_if_editable(self):
        self.requisition_id.filtered(lambda r: r.state != "cancelled")._check_editable()

    @api.model
    def _without_computed(self, vals):
        # they follow from quantity and cost, and from the requisition: nobody may set them apart
        computed = {"amount", "project_id", "company_id"}
        return {name: value for name, value in vals.items() if name not in computed}

    def _note_author(self):
        self.requisition_id._note_approval_author(self.env.user)

    def _number_lines(self):
        """Give lines without a number the next free one of their document."""
        for requisition, lines in self.grouped("requisition_id").items():
            taken = {line.line_ref for line in requisition.line_ids if line.line_ref}
            number = 0
            for line in lines.filtered(lambda line: not line.line_ref):
                number = next(n for n in range(number + 1, 10**6) if str(n) not in taken)
                line.line_ref = str(number)

    # Cost source ------------------------------------------------------------------------------

    @api.model
    def _cost_trigger_fields(self):
        return CONTENT_FIELDS | {"project_id", "amount"}

    def _get_cost_key(self):
        self.ensure_one()
        return CostKey(
            self.project_id.id, self.cost_code_id.id, self.cost_type_id.id, self.phase_id.id or 0
        )
