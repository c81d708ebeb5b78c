# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_date

from ...core.values import decimal
from ...core.wip_schedule import differences
from ..construction_step_mixin import STEP

#: Figures of a line that the ledger gives, and what they are there.
REVENUE = {
    "original_contract": "contract",
    "approved_changes": "approved_contract_changes",
    "billed": "billed",
}
COST = {"cost": "job_to_date", "estimate": "estimate_at_completion"}
FIGURES = (*REVENUE, *COST)
ZERO = Decimal(0)


class ConstructionWipSchedule(models.Model):
    """What a schedule takes from the ledger: all jobs at once."""

    _inherit = "construction.wip.schedule"

    def _refresh(self):
        """Take the jobs of drafts and their figures from the ledger anew.

        What people filled in stays. A constant number of queries whatever the number of jobs.
        """
        for schedule in self:
            schedule._check_period_over()
            jobs = schedule._get_jobs()
            figures = schedule._get_ledger_figures(jobs, schedule.known_at)
            jobs = jobs.filtered(lambda job, held=figures: any(held[job.id].values()))
            schedule._set(previous_id=schedule._find_previous().id)
            schedule._note_preparer()
            # Sudo: nobody may make or delete lines, they follow from the ledger; the right to
            # prepare the schedule was checked.
            schedule.sudo()._set_lines(jobs, figures)

    def _set_lines(self, jobs, figures):
        """Have one line for each of these jobs, with these figures."""
        before = {line.project_id: line.id for line in self.previous_id.line_ids}
        stored = self._get_stored_material()
        lines = self.line_ids.with_context(construction_step=STEP)
        lines.filtered(lambda line: line.project_id not in jobs).unlink()
        known = {line.project_id: line for line in lines.exists()}
        facts = {
            job: self._prepare_line_facts(figures[job.id], stored[job.id], before.get(job))
            for job in jobs
        }
        for job, line in known.items():
            line.write(facts[job])
        lines.create(
            [
                {"schedule_id": self.id, "project_id": job.id}
                | values
                | lines._prepare_inputs(lines.browse(values["previous_line_id"]))
                for job, values in facts.items()
                if job not in known
            ]
        )

    @api.model
    def _prepare_line_facts(self, figures, stored, previous_line_id):
        """Return the values of a line that the ledger and the period before give."""
        values = {name: float(amount) for name, amount in figures.items()}
        return values | {"stored": float(stored), "previous_line_id": previous_line_id or False}

    def _check_period_over(self):
        self.ensure_one()
        if self.date > fields.Date.context_today(self):
            raise UserError(
                self.env._(
                    "%(date)s is not over yet. Prepare the schedule of a period that has ended.",
                    date=format_date(self.env, self.date),
                )
            )

    def _get_jobs(self):
        """Return the jobs that were not closed before the period began, archived ones too."""
        self.ensure_one()
        jobs = self.env["project.project"].with_context(active_test=False)
        return jobs.search(
            [
                ("company_id", "=", self.company_id.id),
                ("is_job", "=", True),
                ("is_template", "=", False),
                "|",
                ("job_status", "!=", "closed"),
                ("job_closed_date", ">=", self.date.replace(day=1)),
            ],
            order="job_code",
        )

    def _find_previous(self):
        """Return the latest signed schedule of an earlier period."""
        self.ensure_one()
        return self.search(
            [
                ("company_id", "=", self.company_id.id),
                ("date", "<", self.date),
                ("state", "=", "approved"),
            ],
            order="date desc",
            limit=1,
        )

    def _get_ledger_figures(self, jobs, known_at):
        """Return {job id: {figure: Decimal}} as of the period end, as known at a UTC moment.

        known_at: None for all that is known now.
        """
        self.ensure_one()
        moment = {"as_of": self.date, "known_at": known_at}
        entries = self.env["construction.cost.entry"].with_context(**moment)
        entries._project_stale()
        figures = {job.id: dict.fromkeys(FIGURES, ZERO) for job in jobs}
        for job_id, bucket, amount in self._sum_revenue(entries, jobs):
            figures[job_id][bucket] = Decimal(amount)
        report = self.env["construction.cost.report"].with_context(**moment)
        rows = report._read_group(
            [("project_id", "in", jobs.ids)],
            ["project_id"],
            [f"{column}:sum" for column in COST.values()],
        )
        for job, *amounts in rows:
            figures[job.id].update(zip(COST, map(decimal, amounts), strict=True))
        return figures

    @api.model
    def _sum_revenue(self, entries, jobs):
        """Return [(job id, figure, sum as text)] of contract and billing.

        SQL: as exact decimals, and by the lines of the revenue type, which an index leads to.
        """
        revenue = self.env["ir.model.data"]._xmlid_to_res_id(
            "construction_jobcost.cost_type_revenue", raise_if_not_found=True
        )
        figures = {bucket: figure for figure, bucket in REVENUE.items()}
        rows = self.env.execute_query(
            SQL(
                """
                SELECT line.project_id, e.bucket, SUM(e.amount)::text
                  FROM construction_budget_line line
                  JOIN construction_cost_entry e
                    ON e.project_id = line.project_id AND e.budget_line_id = line.id
                 WHERE line.project_id = ANY(%s) AND line.cost_type_id = %s
                   AND e.bucket IN %s%s
              GROUP BY 1, 2
                """,
                list(jobs.ids),
                revenue,
                tuple(figures),
                entries._where_moment("e"),
            )
        )
        return [(job_id, figures[bucket], amount) for job_id, bucket, amount in rows]

    def _get_stored_material(self):
        """Return {job id: Decimal} of material stored on subcontracts and in cost, not installed.

        As the last certified application of each subcontract up to the period end has it, in
        company currency: what is certified is accrued until it is billed. The cost of opening
        balances came by other documents, and with it what of it is material.
        """
        self.ensure_one()
        rows = self._fetch_stored_material()
        parts = self.env["construction.cost.key"]._parse([row[-1] for row in rows])
        items = self.env["purchase.order.line"]
        stored = defaultdict(lambda: ZERO)
        for (amount, rate, _distribution), coding in zip(rows, parts, strict=True):
            coding = [(key, percent) for key, percent in coding if percent > 0]
            total = Decimal(amount) / decimal(rate or 1)
            spread = items._allocate_percent(total, coding, self.currency_id) if coding else ()
            for (key, _percent), share in zip(coding, spread, strict=True):
                stored[key.project_id] += share
        return stored

    def _fetch_stored_material(self):
        self.env.flush_all()
        # SQL: the last one of each subcontract in one query, whoever sees which subcontract
        return self.env.execute_query(
            SQL(
                """
                SELECT sheet.stored_to_date::text, head.currency_rate, item.analytic_distribution
                  FROM (SELECT DISTINCT ON (a.order_id) a.id
                          FROM construction_payment_application a
                         WHERE a.company_id = %s AND a.step = 'certified'
                           AND a.is_opening IS NOT TRUE AND a.period_end <= %s
                      ORDER BY a.order_id, a.number DESC) latest
                  JOIN construction_payment_application_line sheet
                    ON sheet.application_id = latest.id AND sheet.stored_to_date <> 0
                  JOIN purchase_order_line item ON item.id = sheet.order_line_id
                  JOIN purchase_order head ON head.id = item.order_id
              ORDER BY sheet.id
                """,
                self.company_id.id,
                self.date,
            )
        )

    # Reproducible -----------------------------------------------------------------------------

    def _find_differences(self):
        """Return {line: {figure: (kept, found)}}: what the ledger gives otherwise today.

        As of the period end and as known when submitted, so a later entry is no difference.
        """
        self.ensure_one()
        found = self._get_ledger_figures(self.line_ids.project_id, self.known_at)
        result = {}
        for line in self.line_ids:
            kept = {name: decimal(line[name]) for name in FIGURES}
            wrong = differences(kept, found[line.project_id.id])
            if wrong:
                result[line] = wrong
        return result

    def _check_reproducible(self):
        """Raise UserError where the frozen figures are not what the ledger gives."""
        wrong = self._find_differences()
        if wrong:
            raise UserError(
                self.env._(
                    "The ledger gives other figures than %(schedule)s: %(jobs)s. Something was "
                    "recorded at the moment it was submitted. Take it back to draft and submit "
                    "it again.",
                    schedule=self.display_name,
                    jobs=", ".join(line.project_id.display_name for line in wrong),
                )
            )

    def action_check(self):
        """Take the figures from the ledger again, as of and as known then, and compare."""
        self.check_access("read")
        for schedule in self:
            schedule._check_reproducible()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("The ledger gives the same figures, job by job."),
            },
        }
