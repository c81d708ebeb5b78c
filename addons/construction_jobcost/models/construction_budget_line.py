# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from ..core.availability import judge, pooled
from ..core.keys import CostKey


class ConstructionBudgetLine(models.Model):
    """What costs of a job are planned and collected on: (job, cost code, cost type, phase)."""

    _name = "construction.budget.line"
    _description = "Budget Line"
    _order = "project_id, cost_code_id, cost_type_id, phase_id, id"
    _check_company_auto = True

    project_id = fields.Many2one(
        "project.project",
        string="Job",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(related="project_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    cost_code_id = fields.Many2one(
        "construction.cost.code", required=True, readonly=True, index=True, ondelete="restrict"
    )
    cost_type_id = fields.Many2one(
        "construction.cost.type", required=True, readonly=True, ondelete="restrict"
    )
    phase_id = fields.Many2one("construction.job.phase", readonly=True, ondelete="restrict")

    _key_uniq = models.UniqueIndex(
        "(project_id, cost_code_id, cost_type_id, COALESCE(phase_id, 0))",
        "This job has that budget line already.",
    )

    @api.depends("project_id", "cost_code_id", "cost_type_id", "phase_id")
    def _compute_display_name(self):
        for line in self:
            parts = (
                line.project_id.job_code,
                line.phase_id.code,
                line.cost_code_id.code,
                line.cost_type_id.code,
            )
            line.display_name = " / ".join(part for part in parts if part)

    @api.model
    def _ensure(self, keys):
        """Return {CostKey: id} for all keys, making the missing budget lines."""
        keys = {CostKey(*key) for key in keys}
        found = self._find(keys)
        missing = sorted(keys - found.keys())
        if missing:
            self._insert(missing)
            found |= self._find(missing)
        return found

    @api.model
    def _find(self, keys):
        """Return {CostKey: id} of the budget lines that exist."""
        if not keys:
            return {}
        self.flush_model()
        self.env.cr.execute(
            """
            SELECT l.project_id, l.cost_code_id, l.cost_type_id, COALESCE(l.phase_id, 0), l.id
              FROM construction_budget_line l
              JOIN unnest(%s::int[], %s::int[], %s::int[], %s::int[]) k(job, code, type, phase)
                ON l.project_id = k.job AND l.cost_code_id = k.code
               AND l.cost_type_id = k.type AND COALESCE(l.phase_id, 0) = k.phase
            """,
            [list(column) for column in zip(*keys, strict=True)],
        )
        return {CostKey(*row[:4]): row[4] for row in self.env.cr.fetchall()}

    @api.model
    def _insert(self, keys):
        # SQL: a budget line is made where a cost falls, whoever causes it, and two
        # transactions may meet at the same key: the unique index decides, not a search.
        self.env.cr.execute(
            """
            INSERT INTO construction_budget_line
                   (project_id, cost_code_id, cost_type_id, phase_id, company_id,
                    create_uid, create_date, write_uid, write_date)
            SELECT k.job, k.code, k.type, NULLIF(k.phase, 0), p.company_id,
                   %(uid)s, %(now)s, %(uid)s, %(now)s
              FROM unnest(%(job)s::int[], %(code)s::int[], %(type)s::int[], %(phase)s::int[])
                   k(job, code, type, phase)
              JOIN project_project p ON p.id = k.job
                ON CONFLICT (project_id, cost_code_id, cost_type_id, COALESCE(phase_id, 0))
                DO NOTHING
            """,
            {
                "uid": self.env.uid,
                "now": self.env.cr.now(),
                **dict(
                    zip(
                        ("job", "code", "type", "phase"),
                        (list(column) for column in zip(*keys, strict=True)),
                        strict=True,
                    )
                ),
            },
        )
        self.env["project.project"].invalidate_model(["budget_line_ids"], flush=False)

    @api.model
    def _availability(self, requests):
        """Tell whether budget is left for requests [(CostKey, amount in company currency)].

        Several requests on one budget line are judged together: one Availability per
        distinct key, in order of first appearance.
        """
        totals = pooled(requests)
        entries = self.env["construction.cost.entry"]
        entries._project_stale()
        buckets = entries._get_buckets(totals)
        return [judge(key, amount, buckets[key]) for key, amount in totals.items()]
