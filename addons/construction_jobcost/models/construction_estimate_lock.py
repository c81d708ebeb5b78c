# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.exceptions import ValidationError


class ConstructionEstimate(models.Model):
    """No award on a job whose budget is locked."""

    _inherit = "construction.estimate"

    @api.constrains("state")
    def _check_budget_lock(self):
        # Sudo: the lock binds also those who may not see it.
        for estimate in self.sudo():
            locked = estimate.project_id.budget_lock_date
            if locked and estimate.state != "draft":
                raise ValidationError(
                    self.env._(
                        "The budget of %(job)s is locked since %(date)s by %(user)s. Enter a "
                        "budget change, or ask a cost controller to unlock the budget.",
                        job=estimate.project_id.display_name,
                        date=locked,
                        user=estimate.project_id.budget_locked_by_id.name,
                    )
                )
