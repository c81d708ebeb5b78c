# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class ConstructionBudgetItem(models.AbstractModel):
    """A line that gives budget to a job: what it is coded to, quantity, unit cost and amount."""

    _name = "construction.budget.item"
    _description = "Line of a Budget Document"
    _inherit = ["construction.priced.item", "construction.job.item"]
