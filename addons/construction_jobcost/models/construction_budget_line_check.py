# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class ConstructionBudgetLine(models.Model):
    """What is left on budget lines, told to people and kept apart between transactions."""

    _inherit = "construction.budget.line"

    @api.model
    def _serialize(self, keys):
        """Let one transaction at a time decide on what is left on the lines of these keys.

        Of two requests at the same moment neither sees the other and both would fit: counting
        up a version of the budget line makes the later one fail and be tried again.
        """
        versions = self.env["construction.cost.source.version"]
        versions._bump(self._name, self._ensure(keys).values())

    @api.model
    def _describe_answer(self, answer):
        """Return an Availability in words."""
        key, money = answer.key, self._format_amount
        job = self.env["project.project"].browse(key.project_id)
        company = job.company_id
        return self.env._(
            "%(code)s / %(type)s: budget %(budget)s, committed %(committed)s, direct cost "
            "%(direct)s, pending %(pending)s, available %(available)s, requested %(requested)s.",
            code=self.env["construction.cost.code"].browse(key.cost_code_id).display_name,
            type=self.env["construction.cost.type"].browse(key.cost_type_id).display_name,
            budget=money(company, answer.revised_budget),
            committed=money(company, answer.committed),
            direct=money(company, answer.direct_cost),
            pending=money(company, answer.pending_commitments),
            available=money(company, answer.available),
            requested=money(company, answer.requested),
        )

    @api.model
    def _format_amount(self, company, amount):
        return company.currency_id.format(float(amount))
