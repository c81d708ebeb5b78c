# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from ..core.projection import Projected
from ..core.values import decimal


class ConstructionRequisitionLine(models.Model):
    """What a requested line amounts to in the job cost ledger."""

    _inherit = "construction.requisition.line"

    @api.model
    def _get_cost_sweep_domain(self):
        states = self.env["construction.cost.rule"]._get_counted_states("requisition")
        return [("requisition_id.state", "in", states)]

    def _get_cost_projection(self):
        """What is requested, from submission on, as far as it is not ordered yet."""
        buckets = self.env["construction.cost.rule"]._get_buckets(
            "requisition", self.mapped("state")
        )
        return {
            line.id: [
                Projected(
                    buckets[line.state],
                    line._get_cost_key(),
                    line.requisition_id.date_submitted or line.create_date.date(),
                    line._get_open_amount(),
                    decimal(line.open_quantity),
                    line.uom_id.id,
                )
            ]
            for line in self
            if buckets[line.state] and line.open_quantity > 0
        }

    def _get_cost_documents(self):
        return {
            line.id: (document._name, document.id, document.display_name)
            for line in self
            for document in line.requisition_id
        }
