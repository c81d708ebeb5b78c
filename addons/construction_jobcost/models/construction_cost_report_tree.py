# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.fields import Domain

from ..core.cost_report import COLUMN_NAMES, column_buckets
from ..core.cost_tree import Line, Step, grow, walk

#: Shown until the user chooses others; a new column can be chosen at once.
SHOWN = (
    "revised_budget",
    "committed",
    "invoiced",
    "direct_cost",
    "job_to_date",
    "estimate_at_completion",
    "over_under",
    "available",
)
#: What may stand above the codes, and what tells the place of a line there.
ABOVE = {"phase": "_get_phase_step", "type": "_get_type_step"}


class ConstructionCostReport(models.Model):
    """The cost report of one job as a tree: codes sum up what is coded below them."""

    _inherit = "construction.cost.report"

    @api.model
    def get_tree(self, job_id=None, as_of=None, known_at=None, group_by="code"):
        """Return what the screen of the cost report shows of a job.

        job_id: none takes a job of the user; as_of: day, known_at: UTC moment, ISO texts;
        group_by: "code", "phase" or "type", what stands above the codes. Amounts are in the
        currency of the job's company. ``job`` is False when the user sees no such job.
        """
        job = self._find_job(job_id)
        if not job:
            return {"job": False}
        root = self._grow_tree(job, as_of, known_at, group_by)
        return {
            "job": {
                "id": job.id,
                "name": job.display_name,
                "company": job.company_id.name,
            },
            "currency_id": job.currency_id.id,
            "currency": job.currency_id.name,
            "columns": self._get_column_labels(),
            "shown": [name for name in COLUMN_NAMES if name in SHOWN],
            "total": self._prepare_tree_row(0, root),
            "rows": [self._prepare_tree_row(depth, node) for depth, node in walk(root)],
        }

    @api.model
    def get_drill_down(self, job_id, line_ids, column, as_of=None, known_at=None):
        """Return the action that shows the ledger entries behind a figure of the tree.

        line_ids: the budget lines that the figure sums up.
        """
        job = self._find_job(job_id)
        entries = self.env["construction.cost.entry"].with_context(as_of=as_of, known_at=known_at)
        buckets = column_buckets(column)
        lines = Domain("budget_line_id", "in", line_ids) & Domain("bucket", "in", buckets)
        domain = Domain("project_id", "=", job.id) & lines & entries._get_moment_domain()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "construction_jobcost.construction_cost_entry_action"
        )
        label = self.fields_get([column], ["string"])[column]["string"]
        title = self.env._("%(column)s of %(job)s", column=label, job=job.job_code)
        context = {"search_default_group_bucket": 1} if len(buckets) > 1 else {}
        return dict(action, domain=list(domain), context=context, name=title, display_name=title)

    @api.model
    def get_lines_action(self, job_id, as_of=None, known_at=None):
        """Return the action that shows the lines of the report as list, pivot and chart."""
        job = self._find_job(job_id)
        title = self.env._("Cost Lines of %(job)s", job=job.job_code)
        moment = {"as_of": as_of, "known_at": known_at}
        context = {name: value for name, value in moment.items() if value}
        return dict(self._get_action(title, job), context=context)

    @api.model
    def _find_job(self, job_id=None):
        """Return the job as far as the user sees it; without an id one that he works on."""
        jobs = self.env["project.project"]
        if job_id:
            return jobs.search([("id", "=", job_id), ("is_job", "=", True)])
        active = Domain("is_job", "=", True) & Domain("job_status", "=", "active")
        mine = Domain("user_id", "=", self.env.uid)
        for domain in (active & mine, active, Domain("is_job", "=", True)):
            job = jobs.search(domain, order="job_code, id", limit=1)
            if job:
                return job
        return jobs

    @api.model
    def _get_column_labels(self):
        labels = self.fields_get(COLUMN_NAMES, ["string", "help"])
        return [
            {
                "name": name,
                "label": labels[name]["string"],
                "help": labels[name].get("help", ""),
            }
            for name in COLUMN_NAMES
        ]

    @api.model
    def _prepare_tree_row(self, depth, node):
        return {
            "key": node.key,
            "depth": depth,
            "code": node.code,
            "name": node.name,
            "cost_type": node.cost_type,
            "phase": node.phase,
            "line_ids": node.line_ids,
            "is_group": bool(node.children),
            "figures": {name: float(amount) for name, amount in node.figures.items()},
        }

    @api.model
    def _grow_tree(self, job, as_of, known_at, group_by):
        """Return the root of the tree of the job's cost report."""
        rows = job._get_job_cost(as_of=as_of or None, known_at=known_at or None)
        lines = self.env["construction.budget.line"].browse(row["budget_line_id"] for row in rows)
        # what is archived since still names its costs
        lines = lines.with_context(active_test=False)
        above = getattr(self, ABOVE[group_by]) if group_by in ABOVE else None
        ways = self._get_code_ways(lines.cost_code_id)
        return grow(
            Line(
                id=line.id,
                path=[*([above(line)] if above else ()), *ways[line.cost_code_id.id]],
                cost_type=line.cost_type_id.name,
                phase=line.phase_id.display_name or "",
                figures={name: row[name] for name in COLUMN_NAMES},
            )
            for line, row in zip(lines, rows, strict=True)
        )

    @api.model
    def _get_code_ways(self, codes):
        """Return {cost code id: steps from the top of the tree of codes down to it}."""
        ways = {code.id: [int(part) for part in code.parent_path.split("/")[:-1]] for code in codes}
        above = codes.browse({code for way in ways.values() for code in way})
        steps = {code.id: Step(f"code-{code.id}", code.code, code.name) for code in above}
        return {code: [steps[place] for place in way] for code, way in ways.items()}

    @api.model
    def _get_phase_step(self, line):
        phase = line.phase_id
        name = phase.name or self.env._("Without a phase")
        return Step(f"phase-{phase.id or 0}", phase.code or "", name)

    @api.model
    def _get_type_step(self, line):
        kind = line.cost_type_id
        return Step(f"type-{kind.id}", kind.code, kind.name)
