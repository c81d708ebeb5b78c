# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain

from ..core.quantities import MEASURES, hours, work_quantities
from ..core.values import decimal

BUCKETS = ("direct_cost", *(bucket for names in MEASURES.values() for bucket in names))


class ConstructionCostReport(models.Model):
    """Quantities beside the money, where a budget line has one unit.

    They are no columns of the database view: quantities of different units do not add up, and
    who looks at money only does not wait for them.
    """

    _inherit = "construction.cost.report"

    uom_id = fields.Many2one(
        "uom.uom",
        string="Unit",
        compute="_compute_quantities",
        help="Empty where budget, orders, receipts and bills of the line are in several units.",
    )
    budget_quantity = fields.Float(compute="_compute_quantities", digits="Product Unit")
    committed_quantity = fields.Float(compute="_compute_quantities", digits="Product Unit")
    received_quantity = fields.Float(compute="_compute_quantities", digits="Product Unit")
    invoiced_quantity = fields.Float(compute="_compute_quantities", digits="Product Unit")
    actual_hours = fields.Float(
        compute="_compute_quantities", help="Hours of labor and equipment on the line."
    )

    @api.depends("budget_line_id")
    @api.depends_context("as_of", "known_at")
    def _compute_quantities(self):
        sums, factors = self._get_quantity_sums(), self._get_hour_factors()
        for row in self:
            unit, quantities = work_quantities(sums[row.budget_line_id.id])
            row.uom_id = unit or False
            for measure in MEASURES:
                row[measure] = float(quantities.get(measure, 0))
            row.actual_hours = float(hours(sums[row.budget_line_id.id], factors))

    def _get_quantity_sums(self):
        """Return {budget line id: {(bucket, unit id): quantity}} as of the report's moment."""
        entries = self.env["construction.cost.entry"]
        domain = Domain("budget_line_id", "in", self.budget_line_id.ids)
        domain &= Domain("bucket", "in", BUCKETS) & entries._get_moment_domain()
        result = defaultdict(dict)
        for line, bucket, unit, quantity in entries._read_group(
            domain, ["budget_line_id", "bucket", "uom_id"], ["quantity:sum"]
        ):
            result[line.id][bucket, unit.id or 0] = decimal(quantity)
        return result

    @api.model
    def _get_hour_factors(self):
        """Return {unit id: hours in one unit} of the units of time."""
        hour = self.env.ref("uom.product_uom_hour")
        units = self.env["uom.uom"].with_context(active_test=False)
        root = hour.parent_path.split("/")[0]
        return {
            unit.id: decimal(unit.factor) / decimal(hour.factor)
            for unit in units.search([("parent_path", "=like", f"{root}/%")])
        }
