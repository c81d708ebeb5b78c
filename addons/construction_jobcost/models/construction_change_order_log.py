# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain


class ConstructionChangeOrder(models.Model):
    """How long changes take, and the actions that list them."""

    _inherit = "construction.change.order"

    age = fields.Integer(
        string="Age (Days)",
        compute="_compute_age",
        aggregator=None,
        help="Days from submission until the decision, or until today.",
    )
    is_slow = fields.Boolean(compute="_compute_is_slow", search="_search_is_slow")

    @api.depends("date_submitted", "date_decided", "state")
    def _compute_age(self):
        today = fields.Date.context_today(self)
        for change in self:
            start = change.date_submitted or (change.create_date or fields.Datetime.now()).date()
            decided = change.date_decided if change.state not in ("draft", "pending") else False
            change.age = max(0, ((decided or today) - start).days)

    @api.depends("age", "state")
    def _compute_is_slow(self):
        for change in self:
            limit = change.company_id.change_slow_days
            change.is_slow = change.state == "pending" and change.age >= limit

    def _search_is_slow(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        slow = Domain.OR(
            Domain("company_id", "=", company.id)
            & Domain("date_submitted", "<=", today - timedelta(days=company.change_slow_days))
            for company in self.env.companies
        ) & Domain("state", "=", "pending")
        return Domain.OR(slow if wanted else ~slow for wanted in value)

    def _get_list_action(self, title):
        """Return the action that shows these changes, a single one as its form."""
        if len(self) == 1:
            return self.get_formview_action()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "construction_jobcost.construction_change_order_action"
        )
        return dict(action, domain=[("id", "in", self.ids)], context={}, display_name=title)

    def _get_contract_totals(self):
        """Return contract and finish of the job without this change, and with it.

        Amounts in company currency; finish: False where the job has none.
        """
        self.ensure_one()
        job, counts = self.project_id, self._is_executed()
        others = job.job_contract_changes - (self.revenue_amount if counts else 0.0)
        other_days = job.extension_days - (self.days if counts else 0)
        return {
            "original": job.job_contract,
            "changes": others,
            "revised": job.job_contract + others + self.revenue_amount,
            "other_days": other_days,
            "finish": job.date and job.date + timedelta(days=other_days + self.days),
        }
