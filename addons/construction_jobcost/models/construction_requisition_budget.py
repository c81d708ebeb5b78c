# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

from ..core.values import decimal


class ConstructionRequisition(models.Model):
    """The budget check of a requisition: held for release, or warned of."""

    _name = "construction.requisition"
    _inherit = ["construction.requisition", "construction.budget.checked"]
    _budget_document = "requisition"

    def _get_budget_requests(self):
        return {
            requisition: [
                (line._get_cost_key(), decimal(line.amount)) for line in requisition.line_ids
            ]
            for requisition in self
        }

    def _get_budget_counted(self):
        # bought in an emergency, it is ordered before it is submitted
        return {
            requisition: [
                (line._get_cost_key(), decimal(line.amount) - line._get_open_amount())
                for line in requisition.line_ids
            ]
            for requisition in self
        }

    def _get_budget_notes(self):
        """Return {id: text}: why a requisition is held, empty when it is not."""
        self._serialize_on_budget()
        notes = {}
        for requisition, found in self._get_budget_overruns().items():
            stops = [item for item in found if item.policy.mode == "stop"]
            requisition._warn_over_budget([item for item in found if item not in stops])
            notes[requisition.id] = requisition._describe_overruns(stops)
        return notes

    def _get_over_budget(self):
        """Return by how much a requisition that is held overdraws its budget: Decimal."""
        # submitted, it is among what is pending: what is missing is what is below zero
        lines = self.env["construction.budget.line"]
        keys = {key for items in self._get_budget_requests().values() for key, _amount in items}
        answers = lines._availability([(key, decimal(0)) for key in keys])
        return sum((max(decimal(0), -answer.available) for answer in answers), decimal(0))
