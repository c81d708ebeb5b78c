# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class ConstructionSubstitution(models.Model):
    """The budget check of a substitute that costs more: it is a request as others are."""

    _name = "construction.substitution"
    _inherit = ["construction.substitution", "construction.budget.checked"]
    _budget_document = "requisition"

    def _get_budget_requests(self):
        result = {}
        for record in self.filtered(lambda r: r.state not in ("approved", "rejected")):
            # Sudo: what the substitute asks for does not depend on who looks.
            asking = record.sudo()
            more = asking._get_new_amount() - asking._get_old_amount()
            result[record] = asking._share_out(more) if more > 0 else []
        return result

    def _share_out(self, amount):
        self.ensure_one()
        if not self.order_line_id:
            return [(self.requisition_line_id._get_cost_key(), amount)]
        distribution = self.order_line_id.analytic_distribution
        (coding,) = self.env["construction.cost.key"]._parse([distribution])
        return self.order_line_id._share_out(amount, coding)

    def _check_budget(self):
        """Who may release over budget, releases by approving; the reason is the substitute's."""
        for record, found in self._get_budget_overruns().items():
            over = self._get_stopped(found)
            if over and record._may_release_budget():
                record._record_budget_release(record.reason, over, self._describe_overruns(found))
        super()._check_budget()
