# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import ormcache

from ..core.budget_policy import DEFAULTS, Policy, choose
from ..core.values import decimal


class ConstructionBudgetPolicy(models.Model):
    """What a document that goes over budget meets: nothing, a warning or a stop."""

    _name = "construction.budget.policy"
    _description = "Budget Policy"
    _order = "company_id, document, project_id, group_id, id"
    _rec_name = "document"
    _check_company_auto = True

    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    document = fields.Selection(
        [("requisition", "Requisition"), ("order", "Purchase Order"), ("bill", "Vendor Bill")],
        required=True,
        help="Orders: what was not requested, or more than was. Bills: what has no order.",
    )
    project_id = fields.Many2one(
        "project.project",
        string="Job",
        domain="[('is_job', '=', True)]",
        check_company=True,
        ondelete="cascade",
        help="Empty: every job of the company. A row of the job goes before.",
    )
    group_id = fields.Many2one(
        "res.groups",
        string="Users",
        ondelete="cascade",
        help="Empty: everybody. A row of one's group goes before.",
    )
    level = fields.Selection(
        [
            ("line", "Budget Line"),
            ("code", "Cost Code"),
            ("phase", "Phase"),
            ("job", "Job"),
        ],
        string="Budget of",
        default="line",
        required=True,
        help="Over what the available budget is summed up.",
    )
    mode = fields.Selection(
        [("none", "No check"), ("warn", "Warn"), ("stop", "Stop")],
        string="Over Budget",
        default="stop",
        required=True,
    )
    tolerance_percent = fields.Float(
        digits=(5, 2),
        help="Percent of the revised budget that may be gone over; 0: no limit given.",
    )
    tolerance_amount = fields.Monetary(
        help="Amount that may be gone over; 0: no limit given. Of two limits the smaller counts."
    )
    override_group_id = fields.Many2one(
        "res.groups",
        string="May Release",
        ondelete="restrict",
        help="Who may let documents go over budget, with a reason. Empty: who holds the right to "
        "release over budget. It is taken from the row that holds for everybody.",
    )

    _tolerance_positive = models.Constraint(
        "CHECK (tolerance_percent >= 0 AND tolerance_amount >= 0)",
        "A tolerance cannot be negative.",
    )
    _scope_uniq = models.UniqueIndex(
        "(company_id, document, COALESCE(project_id, 0), COALESCE(group_id, 0)) WHERE active",
        "There is a budget policy for these documents, this job and these users already.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        self.env.registry.clear_cache()
        return super().write(vals)

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()

    @api.model
    @ormcache("company.id")
    def _get_policies(self, company):
        """Return the policies of a company as plain values."""
        # Sudo: a policy binds everybody, also those who may not see it. An archived one binds
        # nobody, whatever the caller's context says.
        rows = self.sudo().with_context(active_test=True).search([("company_id", "=", company.id)])
        return tuple(
            Policy(
                row.document,
                row.mode,
                row.level,
                row.project_id.id or 0,
                row.group_id.id or 0,
                decimal(row.tolerance_percent),
                decimal(row.tolerance_amount),
                row.override_group_id.id or 0,
            )
            for row in rows
        )

    @api.model
    def _has_any(self, company, document):
        """Tell whether these documents may be checked in a company at all."""
        rows = self._get_policies(company)
        return document in DEFAULTS or any(row.document == document for row in rows)

    @api.model
    def _is_pooled(self, company, project_id):
        """Tell whether some policy sums up the budget of a job over lines."""
        return any(
            row.level != "line" and row.mode != "none" and row.project_id in (0, project_id)
            for row in self._get_policies(company)
        )

    @api.model
    def _choose(self, company, document, project_id):
        """Return the Policy that binds the current user on a job."""
        # Sudo: one's own groups are not readable to everybody.
        groups = frozenset(self.env.user.sudo().all_group_ids.ids)
        return choose(self._get_policies(company), document, project_id, groups)

    @api.model
    def _pool(self, company, document, items):
        """Return {(Policy, pool): sum} of [(CostKey, Decimal)], what is not checked left out."""
        amounts = defaultdict(lambda: decimal(0))
        for key, amount in items:
            policy = self._choose(company, document, key.project_id)
            if policy.mode != "none":
                amounts[policy, policy.pool(key)] += amount
        return dict(amounts)

    @api.model
    def _get_override_group(self, company, document, project_id):
        """Return the res.groups whose members may release documents of a job over budget."""
        policy = choose(self._get_policies(company), document, project_id, frozenset())
        usual = self.env.ref("construction_jobcost.group_budget_override")
        # Sudo: groups are not readable to everybody.
        return self.env["res.groups"].sudo().browse(policy.override_group_id or usual.id)
