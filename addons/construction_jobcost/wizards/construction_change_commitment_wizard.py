# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class ConstructionChangeCommitmentWizard(models.TransientModel):
    """Put the cost of a change into a change of an order: a CCO for the chosen order."""

    _name = "construction.change.commitment.wizard"
    _description = "Create Commitment Change"

    change_order_id = fields.Many2one("construction.change.order", required=True, readonly=True)
    project_id = fields.Many2one(related="change_order_id.project_id")
    order_ids = fields.Many2many("purchase.order", compute="_compute_order_ids")
    order_id = fields.Many2one(
        "purchase.order", string="Commitment", required=True, domain="[('id', 'in', order_ids)]"
    )
    demand_line_ids = fields.Many2many(related="change_order_id.demand_line_ids")
    line_ids = fields.Many2many(
        "construction.change.line",
        "construction_change_commitment_wizard_line_rel",
        string="Lines",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
        domain="[('id', 'in', demand_line_ids)]",
    )

    @api.depends("change_order_id")
    def _compute_order_ids(self):
        lines = self.env["purchase.order.line"]
        for wizard in self:
            coded = lines.search(
                [
                    ("analytic_distribution", "in", wizard.project_id.account_id.ids or [0]),
                    ("order_id.state", "=", "purchase"),
                ]
            )
            wizard.order_ids = coded.order_id

    @api.depends("change_order_id")
    def _compute_line_ids(self):
        for wizard in self:
            wizard.line_ids = wizard.demand_line_ids.filtered("uncovered_amount")

    def action_create(self):
        """Draft the change of the order and open it."""
        self.ensure_one()
        if self.change_order_id.state not in ("pending", "approved", "no_charge"):
            raise UserError(self.env._("Submit the change before you put its cost into orders."))
        lines = self.line_ids.filtered("uncovered_amount")
        if not lines:
            raise UserError(self.env._("Nothing is left: all chosen lines are in commitments."))
        change = self.env["construction.commitment.change"].create(self._prepare_values(lines))
        return change.get_formview_action()

    def _prepare_values(self, lines):
        """Return the values of the commitment change for these change lines."""
        change = self.change_order_id
        return {
            "order_id": self.order_id.id,
            "title": change.title,
            "change_package_ref": change.name,
            "reason_code": change.origin
            if change.origin in ("owner", "design", "site")
            else "scope",
            "line_ids": [fields.Command.create(self._prepare_line_values(line)) for line in lines],
        }

    def _prepare_line_values(self, line):
        amount = line.uncovered_amount * (self.order_id.currency_rate or 1.0)
        values = {
            "change_line_id": line.id,
            "name": line.description,
            "project_id": line.project_id.id,
            "cost_code_id": line.cost_code_id.id,
            "cost_type_id": line.cost_type_id.id,
            "phase_id": line.phase_id.id,
        }
        if line.quantity > 0 and line.uncovered_amount == line.cost_amount:
            return values | {
                "product_id": line.product_id.id,
                "basis": "quantity",
                "quantity": line.quantity,
                "uom_id": line.uom_id.id or line.product_id.uom_id.id,
                "price_unit": amount / line.quantity,
            }
        return values | {"basis": "amount", "amount": amount, **self._get_reduced_line(line)}

    def _get_reduced_line(self, line):
        """Return the order line that a deduction is taken off: the one on its budget line."""
        if line.uncovered_amount > 0:
            return {}
        ordered = self.order_id.order_line.filtered(lambda r: not r.display_type)
        codings = self.env["construction.cost.key"]._parse(ordered.mapped("analytic_distribution"))
        key = line._get_cost_key()
        for order_line, coding in zip(ordered, codings, strict=True):
            if [part for part, _percent in coding] == [key]:
                return {"order_line_id": order_line.id}
        return {}
