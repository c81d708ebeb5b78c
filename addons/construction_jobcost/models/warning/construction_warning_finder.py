# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from ...core.warning import (
    billing_gap,
    burn,
    margin_fade,
    over_commitment,
    underbilled,
    waiting,
)
from ...core.wip import JobFigures

#: A warning about the job as a whole.
WHOLE = "job"


class ConstructionWarningFinder(models.AbstractModel):
    """Which warnings are true now: each kind of rule on the figures of all its jobs."""

    _name = "construction.warning.finder"
    _description = "Finder of Early Warnings"
    _inherit = ["construction.warning.facts"]

    @api.model
    def _find(self, rules):
        """Return {(rule id, job id, subject): values of the warning} of all that is true now."""
        # what the figures come from is marked, not yet projected
        self.env["construction.cost.entry"]._project_stale()
        jobs = self._get_jobs()
        found = {}
        if not (jobs and rules):
            return found
        facts = self._get_job_facts(jobs)
        for kind, same in rules.grouped("kind").items():
            find = getattr(self, f"_find_{kind}")
            for rule, job, hit, vals in find(same, jobs, facts):
                if hit and rule._covers(job):
                    vals = {"subject": WHOLE, **vals}
                    found[rule.id, job.id, vals["subject"]] = self._prepare(rule, job, hit, vals)
        return found

    @api.model
    def _prepare(self, rule, job, hit, vals):
        digits = job.company_id.currency_id
        owners = {"manager": job.user_id, "user": rule.user_id}
        return {
            "rule_id": rule.id,
            "project_id": job.id,
            "actual": round(float(hit.actual), 2),
            "base": round(float(hit.base), 2),
            "amount": digits.round(float(hit.amount)),
            "count": hit.count,
            "days": hit.days,
            "user_id": owners[rule.responsible].id if rule.responsible in owners else False,
            **vals,
        }

    # Kinds: each returns [(rule, job, Hit or None, values)] -----------------------------------

    @api.model
    def _find_margin_fade(self, rules, jobs, facts):
        for base, same in rules.grouped("base").items():
            margins = self._get_base_margins(jobs, facts, base)
            for job in jobs:
                one = facts[job.id]
                for rule in same:
                    limits = rule._get_limits()
                    margin = margins.get(job.id)
                    yield rule, job, margin_fade(one.contract, one.estimate, margin, limits), {}

    @api.model
    def _find_commitment(self, rules, jobs, _facts):
        by_id = {job.id: job for job in jobs}
        for level, same in rules.grouped("level").items():
            for job, code, line, committed, budget in self._get_commitments(jobs, level):
                vals = {
                    "subject": f"line {line}" if line else f"code {code}",
                    "budget_line_id": line or False,
                    "cost_code_id": code,
                }
                for rule in same:
                    hit = over_commitment(committed, budget, rule._get_limits())
                    yield rule, by_id[job], hit, vals

    @api.model
    def _find_burn(self, rules, jobs, facts):
        physical = self._get_physical_percents(jobs, facts)
        for job in jobs:
            one = facts[job.id]
            for rule in rules:
                limits = rule._get_limits()
                yield rule, job, burn(one.cost, one.estimate, physical.get(job.id), limits), {}

    @api.model
    def _find_underbilled(self, rules, jobs, facts):
        for job in jobs:
            one = facts[job.id]
            earned = JobFigures(one.contract, one.estimate, one.cost, one.billed).earned
            for rule in rules:
                yield rule, job, underbilled(earned, one.billed, rule._get_limits()), {}

    @api.model
    def _find_billing_gap(self, rules, jobs, facts):
        contracted = jobs.filtered(lambda job: facts[job.id].contract > 0)
        costs = self._get_unbilled_cost(contracted, facts)
        for job in contracted:
            cost, since = costs.get(job.id, (0, None))
            for rule in rules:
                yield rule, job, billing_gap(cost, since, self._get_today(), rule._get_limits()), {}

    @api.model
    def _find_slow_changes(self, rules, jobs, _facts):
        return self._find_waiting(rules, jobs, self._get_pending_changes(jobs))

    @api.model
    def _find_retention(self, rules, jobs, _facts):
        return self._find_waiting(rules, jobs, self._get_held_retention(jobs))

    @api.model
    def _find_owner_retention(self, rules, jobs, _facts):
        return self._find_waiting(rules, jobs, self._get_owner_retention(jobs))

    @api.model
    def _find_waiting(self, rules, jobs, found):
        today = self._get_today()
        for job in jobs:
            items = found.get(job.id, [])
            for rule in rules:
                limits = rule._get_limits()
                ids = [key for key, one in items if (today - one.since).days > limits.days]
                hit = waiting([one for _key, one in items], today, limits)
                yield rule, job, hit, {"record_ids": ids}

    @api.model
    def _get_today(self):
        """Return the day that ages are counted to."""
        return fields.Date.context_today(self)
