# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..core.changes import remaining
from ..core.values import decimal


class ConstructionChangeLine(models.Model):
    """What a change costs and earns on one budget line."""

    _name = "construction.change.line"
    _description = "Change Line"
    _inherit = ["construction.change.coding"]
    _order = "change_order_id, sequence, id"

    change_order_id = fields.Many2one(
        "construction.change.order", required=True, index=True, ondelete="cascade"
    )
    project_id = fields.Many2one(related="change_order_id.project_id", store=True)
    company_id = fields.Many2one(related="change_order_id.company_id", store=True)
    state = fields.Selection(related="change_order_id.state")
    event_line_id = fields.Many2one(
        "construction.change.event.line",
        readonly=True,
        copy=False,
        index=True,
        ondelete="restrict",
    )
    product_id = fields.Many2one(
        "product.product", string="Item", check_company=True, ondelete="restrict"
    )
    unit_cost = fields.Float(digits=(16, 6), help="Company currency per unit.")
    cost_amount = fields.Monetary(
        string="Cost", compute="_compute_cost_amount", store=True, readonly=False
    )
    revenue_amount = fields.Monetary(string="Revenue", help="What the owner is to pay for it.")
    margin_amount = fields.Monetary(string="Margin", compute="_compute_margin_amount", store=True)
    covered_amount = fields.Monetary(
        string="In Commitments",
        compute="_compute_covered_amount",
        help="Requested, or put into a change of an order, for this line.",
    )
    uncovered_amount = fields.Monetary(
        string="Not yet in Commitments", compute="_compute_covered_amount"
    )

    @api.depends("quantity", "unit_cost")
    def _compute_cost_amount(self):
        for line in self:
            product = decimal(line.quantity) * decimal(line.unit_cost)
            if line.unit_cost:
                line.cost_amount = line.currency_id.round(float(product))
            else:
                line.cost_amount = line.cost_amount

    @api.depends("cost_amount", "revenue_amount")
    def _compute_margin_amount(self):
        for line in self:
            line.margin_amount = line.revenue_amount - line.cost_amount

    def _compute_covered_amount(self):
        covers = self._get_covers()
        for line in self:
            covered = sum((amount for _day, amount in covers[line.id]), decimal(0))
            line.covered_amount = float(covered)
            line.uncovered_amount = float(remaining(decimal(line.cost_amount), covered))

    @api.constrains("change_order_id")
    def _check_change_order_id(self):
        for line in self:
            if line.change_order_id.part_tier:
                raise ValidationError(
                    self.env._(
                        "%(change)s bundles other changes and amounts to them. Put the line on "
                        "one of those.",
                        change=line.change_order_id.display_name,
                    )
                )

    @api.constrains("event_line_id")
    def _check_event_line_id(self):
        for line in self:
            # Sudo: the job of an event counts, whoever may see it.
            job = line.sudo().event_line_id.project_id
            if job and job != line.project_id:
                raise ValidationError(
                    self.env._(
                        "%(line)s carries an event of job %(job)s. Choose an event of its own job.",
                        line=line.display_name,
                        job=job.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.change_order_id._check_open()
        lines._note_edit()
        return lines

    def write(self, vals):
        if "change_order_id" in vals or "event_line_id" in vals:
            raise UserError(
                self.env._("A line stays on its change. Delete it and enter it on the other.")
            )
        content = self._content_fields() & vals.keys()
        if content:
            self.change_order_id._check_open()
        result = super().write(vals)
        if content:
            self.change_order_id._check_open()
            self._note_edit()
        return result

    def unlink(self):
        self.change_order_id._check_open()
        self._note_edit()
        return super().unlink()

    @api.model
    def _content_fields(self):
        """Return the fields that say what was asked for."""
        return frozenset(
            {
                "cost_code_id",
                "cost_type_id",
                "phase_id",
                "quantity",
                "uom_id",
                "unit_cost",
                "cost_amount",
                "revenue_amount",
            }
        )

    def _note_edit(self):
        changes = self.change_order_id
        changes._note_approval_author(self.env.user)
        changes._mark_figures()

    def _prepare_revision_line_values(self):
        """Return the values of the row that keeps what this line amounts to now."""
        self.ensure_one()
        return {
            "change_line_id": self.id,
            "event_line_id": self.event_line_id.id,
            "cost_code_id": self.cost_code_id.id,
            "cost_type_id": self.cost_type_id.id,
            "phase_id": self.phase_id.id,
            "quantity": self.quantity,
            "uom_id": self.uom_id.id,
            "cost_amount": self.cost_amount,
            "revenue_amount": self.revenue_amount,
        }

    def _get_covers(self):
        """Return {id: [(day, change of the covered amount)]} by requisitions and order changes.

        Amounts are Decimal in company currency.
        """
        return defaultdict(list)

    def _mark_cost_stale(self):
        """Note that what covers these lines changed."""
        # Sudo: the ledger follows from the documents, whoever changed them.
        rows = self.env["construction.change.revision.line"].sudo()
        self.env["construction.cost.entry"]._mark_stale(
            rows.search([("change_line_id", "in", self.ids)])
        )
