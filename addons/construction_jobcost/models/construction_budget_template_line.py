# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

from ..core.budget_template import Line, on_job
from ..core.values import decimal


class ConstructionBudgetTemplateLine(models.Model):
    """A budget line that jobs of a kind have: for the job, or for each unit of its size."""

    _name = "construction.budget.template.line"
    _description = "Budget Template Line"
    _inherit = ["construction.priced.item"]
    _order = "template_id, sequence, id"
    _rec_name = "description"
    _check_company_auto = True

    template_id = fields.Many2one(
        "construction.budget.template", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(related="template_id.company_id", store=True)
    currency_id = fields.Many2one(related="template_id.currency_id")
    phase_code = fields.Char(
        string="Phase", help="Code of a phase; the job needs one of that code. Empty: none."
    )
    is_per_unit = fields.Boolean(
        string="Per Unit", help="Quantity and amount are for each unit of the job's size."
    )

    def _prepare_estimate_line_values(self, size):
        """Return the values of the line for a job of this size (Decimal)."""
        self.ensure_one()
        given = self.amount != self._get_priced_amount()
        line = Line(
            decimal(self.quantity),
            decimal(self.unit_cost),
            decimal(self.amount) if given else None,
            self.is_per_unit,
        )
        job_line = on_job(line, size)
        values = {
            "cost_code_id": self.cost_code_id.id,
            "cost_type_id": self.cost_type_id.id,
            "description": self.description,
            "quantity": float(job_line.quantity),
            "uom_id": self.uom_id.id,
            "unit_cost": float(job_line.unit_cost),
        }
        if job_line.amount is not None:
            values["amount"] = self.currency_id.round(float(job_line.amount))
        return values
