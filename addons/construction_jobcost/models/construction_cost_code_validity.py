# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

from ..core import coding


class ConstructionCostCode(models.Model):
    """When, and by whom, a cost code may be used."""

    _inherit = "construction.cost.code"

    date_start = fields.Date(string="Valid from")
    date_end = fields.Date(string="Valid to", help="The last day on which costs may have the code.")
    closed_company_ids = fields.Many2many(
        "res.company",
        "construction_cost_code_closed_company_rel",
        "cost_code_id",
        "company_id",
        string="Closed for",
        help="Companies that do not use this shared code, or no longer.",
    )

    _validity_order = models.Constraint(
        "CHECK (date_start <= date_end)", "A cost code ends after it begins."
    )

    def _get_coding_fact(self):
        """Return the coding.Code of this cost code."""
        self.ensure_one()
        return coding.Code(
            self.company_id.id or 0,
            self.active,
            coding.Period(self.date_start or None, self.date_end or None),
            frozenset(self.cost_type_ids.ids),
            frozenset(self.closed_company_ids.ids),
        )
