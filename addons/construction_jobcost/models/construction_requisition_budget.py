# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

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
        # submitted, all of it is pending or ordered; a draft bought in an emergency is ordered
        return {
            requisition: [
                (
                    line._get_cost_key(),
                    decimal(line.amount)
                    - (line._get_open_amount() if requisition.state == "draft" else 0),
                )
                for line in requisition.line_ids
            ]
            for requisition in self
        }

    @api.depends_context("uid")
    @api.depends("state")
    def _compute_can_release_budget(self):
        for requisition in self:
            requisition.can_release_budget = (
                requisition.state == "budget_check" and requisition._may_release_budget()
            )

    def _get_budget_notes(self):
        """Return {id: text}: why a requisition is held, empty when it is not."""
        self._serialize_on_budget()
        notes = {}
        for requisition, found in self._get_budget_overruns().items():
            stops = [item for item in found if item.policy.mode == "stop"]
            requisition._warn_over_budget([item for item in found if item not in stops])
            notes[requisition.id] = requisition._describe_overruns(stops)
        return notes

    def _get_approval_asker(self):
        # who releases it only passes it on
        return self.submitted_by_id or super()._get_approval_asker()

    def _get_over_budget(self):
        """Return by how much a requisition that is held overdraws its budget: Decimal."""
        return self._get_stopped(self._get_budget_overruns().get(self, ()))
