# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict
from decimal import Decimal

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import formatLang

from ..core.cockpit import percent
from ..core.cost_report import CONTRACT_BUCKETS
from ..core.values import decimal


class ConstructionJobCockpit(models.AbstractModel):
    """One page of a job: where it stands, what is wrong, what to do next."""

    _name = "construction.job.cockpit"
    _description = "Job Cockpit"

    @api.model
    def get_cockpit(self, job_id=None, as_of=None):
        """Return all that the page shows of a job, with texts in the user's language.

        job_id: none takes a job of the user; as_of: ISO day, none all days. Amounts are in the
        currency of the job's company; what is to be done is of now, whatever day is shown.
        ``job`` is False when the user sees no such job.
        Raises AccessError when the user may not read the cost report.
        """
        report = self.env["construction.cost.report"]
        job = report._find_job(job_id)
        report.check_access("read")
        if not job:
            return {"job": False}
        cockpit = self.with_context(as_of=as_of)
        root = report._grow_tree(job, as_of, None, "code")
        months = cockpit._get_month_sums(job)
        return {
            "job": cockpit._prepare_job(job),
            "currency_id": job.currency_id.id,
            "line_ids": root.line_ids,
            "tiles": cockpit._prepare_tiles(job, root, months),
            "charts": cockpit._prepare_charts(job, root, months),
            "warnings": cockpit._prepare_warnings(job, root),
            "tasks": cockpit._prepare_tasks(job),
        }

    @api.model
    def _prepare_job(self, job):
        status = dict(job._fields["job_status"]._description_selection(self.env))
        return {
            "id": job.id,
            "name": job.display_name,
            "status": job.job_status,
            "status_label": status[job.job_status],
            "manager": job.user_id.name or "",
            "customer": job.partner_id.display_name or "",
            "finish": fields.Date.to_string(job.revised_finish_date) or "",
            "extension_days": job.extension_days,
        }

    @api.model
    def _get_month_sums(self, job):
        """Return {(first day of a month, bucket): amount} of all that the ledger has of the job."""
        entries = self.env["construction.cost.entry"]
        domain = Domain("project_id", "=", job.id) & entries._get_moment_domain()
        rows = entries._read_group(domain, ["date:month", "bucket"], ["amount:sum"])
        return {(month, bucket): decimal(amount) for month, bucket, amount in rows}

    # Tiles ------------------------------------------------------------------------------------

    @api.model
    def _prepare_tiles(self, job, root, months):
        cost = self._prepare_cost_tiles(job, root)
        return cost + self._prepare_contract_tiles(job, root, months)

    @api.model
    def _prepare_cost_tiles(self, job, root):
        figures = defaultdict(Decimal, root.figures)
        budget = figures["revised_budget"]
        shares = {"committed": budget, "job_to_date": budget}
        return [
            {
                "key": name,
                "label": self._get_figure_label(name),
                "amount": float(figures[name]),
                "detail": detail,
                "percent": percent(figures[name], shares[name]) if name in shares else None,
                "tone": "danger" if figures[name] < 0 else "",
                "action": False,
            }
            for name, detail in self._get_cost_details(job, figures).items()
        ]

    @api.model
    def _get_cost_details(self, job, figures):
        """Return {column: what its tile says below the amount}, in the order of the tiles."""
        budget, pending = figures["revised_budget"], self.env._("pending")
        over = figures["over_under"] < 0
        return {
            "revised_budget": self._money_of(job, figures["pending_budget_changes"], pending),
            "committed": self._money_of(job, figures["pending_commitments"], pending)
            or self._of_budget(figures["committed"], budget),
            "job_to_date": self._of_budget(figures["job_to_date"], budget),
            "open_commitment": self._money_of(
                job, figures["retention_held"], self.env._("held back")
            ),
            "estimate_at_completion": self._of_budget(figures["estimate_at_completion"], budget),
            "over_under": self.env._("over budget") if over else self.env._("within budget"),
        }

    @api.model
    def _prepare_contract_tiles(self, job, root, months):
        """What the owner pays and what is left of it; nothing without a contract."""
        contract, changes, pending = (
            sum((amount for (_m, name), amount in months.items() if name == bucket), decimal(0))
            for bucket in CONTRACT_BUCKETS
        )
        revised = contract + changes
        if not revised and not pending:
            return []
        margin = revised - root.figures.get("estimate_at_completion", decimal(0))
        share = percent(margin, revised)
        of_owner = Domain("project_id", "=", job.id) & Domain("bucket", "in", CONTRACT_BUCKETS)
        action = self._prepare_action(
            "construction_jobcost.construction_cost_entry_action",
            self.env._("Contract of %(job)s", job=job.job_code),
            of_owner & self.env["construction.cost.entry"]._get_moment_domain(),
        )
        values = {"percent": None, "action": action}
        return [
            {
                "key": "contract",
                "label": self.env._("Contract"),
                "amount": float(revised),
                "detail": self._money_of(job, pending, self.env._("pending")),
                "tone": "",
                **values,
            },
            {
                "key": "margin",
                "label": self.env._("Margin"),
                "amount": float(margin),
                "detail": ""
                if share is None
                else self.env._("%(share)s %% of the contract", share=share),
                "tone": "danger" if margin < 0 else "",
                **values,
            },
        ]

    @api.model
    def _get_figure_label(self, name):
        labels = {
            "estimate_at_completion": self.env._("EAC"),
            "open_commitment": self.env._("Open"),
        }
        return labels.get(name) or self.env["construction.cost.report"]._fields[
            name
        ]._description_string(self.env)

    @api.model
    def _of_budget(self, amount, budget):
        share = percent(amount, budget)
        return "" if share is None else self.env._("%(share)s %% of budget", share=share)

    @api.model
    def _money_of(self, job, amount, word):
        """Return an amount and what it is, as "$ 1,200 pending"; nothing for nothing."""
        return f"{self._money(job, amount)} {word}" if amount else ""

    @api.model
    def _money(self, job, amount):
        return formatLang(
            self.env, float(amount), currency_obj=job.currency_id, rounding_unit="units"
        )

    # Ways out ---------------------------------------------------------------------------------

    @api.model
    def _prepare_action(self, name, title, domain):
        """Return an action by its external id, and what of it is to be replaced.

        The client loads and keeps actions itself: a page names more of them than are opened.
        """
        as_of = self.env.context.get("as_of")
        return {
            "xml_id": name,
            "name": title,
            "domain": list(domain),
            "context": {"as_of": as_of} if as_of else {},
        }
