# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict
from decimal import Decimal

from odoo import api, models
from odoo.fields import Domain

from ...core.month_end import Item, month_before, short_weeks
from ...core.values import decimal
from .construction_month_end_check import MANAGER, Check


class ConstructionMonthEndCheck(models.AbstractModel):
    """Hours and equipment use of the month that are missing or not approved."""

    _inherit = "construction.month.end.check"

    @api.model
    def _get_checks(self):
        people = "hr.hr_employee_public_action"
        return super()._get_checks() + [
            Check(
                "hours",
                self.env._("Missing timesheets"),
                self._find_missing_hours,
                people,
                self.env._("Employee"),
            ),
            Check(
                "weeks",
                self.env._("Weeks below expected hours"),
                self._find_short_weeks,
                people,
                self.env._("Employee"),
                is_blocking=False,
            ),
            Check(
                "equipment",
                self.env._("Equipment use to approve"),
                self._find_equipment_use,
                "construction_jobcost.construction_equipment_usage_action",
                self.env._("Project manager"),
            ),
        ]

    @api.model
    def _find_missing_hours(self, period):
        """Who worked on a job the month before and reported nothing this month, on no job.

        Worth what the person's hours cost on the job the month before.
        """
        lines = self.env["account.analytic.line"]
        first, last = month_before(period.first)
        worked = lines._read_group(
            self._of_hours(period, first, last), ["project_id", "employee_id"], ["amount:sum"]
        )
        employees = self.env["hr.employee"].union(*(row[1] for row in worked))
        employees = employees.filtered("active")
        reported = lines._read_group(
            Domain("employee_id", "in", employees.ids)
            & Domain("date", ">=", period.first)
            & Domain("date", "<=", period.last),
            ["employee_id"],
        )
        missing = employees - self.env["hr.employee"].union(*(row[0] for row in reported))
        return [
            Item(job.id, employee.id, -decimal(amount), self._get_asked(employee, job))
            for job, employee, amount in worked
            if employee in missing
        ]

    @api.model
    def _get_asked(self, employee, job):
        """Return who is asked for hours: crews seldom log in, their project manager does."""
        return (employee.user_id or job.user_id).id

    @api.model
    def _of_hours(self, period, first, last):
        return (
            self._of_jobs(period)
            & Domain("employee_id", "!=", False)
            & Domain("date", ">=", first)
            & Domain("date", "<=", last)
        )

    @api.model
    def _find_short_weeks(self, period):
        """Weeks of the month in which a person reported less than the working hours.

        They stand on the job that has most of the person's hours; worth the missing hours at
        the hourly cost.
        """
        worked, by_job = defaultdict(dict), defaultdict(lambda: defaultdict(float))
        # all the hours count against what is expected, absences on projects of their own too
        for job, employee, day, hours in self.env["account.analytic.line"]._read_group(
            Domain("company_id", "=", period.company.id)
            & Domain("employee_id", "!=", False)
            & Domain("date", ">=", period.first)
            & Domain("date", "<=", period.last),
            ["project_id", "employee_id", "date:day"],
            ["unit_amount:sum"],
        ):
            worked[employee][day] = worked[employee].get(day, Decimal(0)) + decimal(hours)
            if job.is_job and job.company_id == period.company:
                by_job[employee][job] += hours
        items = []
        for employee, jobs in by_job.items():
            job = max(jobs, key=lambda job: (jobs[job], job.id))
            expected = decimal(employee.resource_calendar_id.hours_per_week)
            for _monday, hours in short_weeks(
                worked[employee], expected, period.first, period.last
            ):
                amount = hours * decimal(employee.hourly_cost)
                items.append(Item(job.id, employee.id, amount, self._get_asked(employee, job)))
        return items

    @api.model
    def _find_equipment_use(self, period):
        """Use up to the end of the month that nobody approved."""
        return self._find_items(
            period,
            "construction.equipment.usage",
            [("state", "=", "draft"), ("date", "<=", period.last)],
            amount="amount",
            person=MANAGER,
        )
