# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime
from unittest.mock import patch

from odoo.fields import Command

from .common import MODULE, JobCostCommon

JANUARY, FEBRUARY, MARCH, APRIL = "2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"


class ForecastCommon(JobCostCommon):
    """A job planned as 5,000 hours for 8,000; 2,500 hours of it done in February for 6,000."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.job.write({"date_start": "2026-01-01", "date": "2026-12-31"})
        cls.manager = cls.create_user("fc_manager", f"{MODULE}.group_project_manager")
        cls.controller = cls.create_user("fc_controller", f"{MODULE}.group_cost_controller")
        cls.finance = cls.create_user("fc_finance", f"{MODULE}.group_finance")
        cls.auditor = cls.create_user("fc_auditor", f"{MODULE}.group_auditor")
        cls.hour = cls.env.ref("uom.product_uom_hour")
        cls.employee.hourly_cost = 2.4
        with patch.object(cls.cr, "now", lambda: datetime(2026, 2, 28, 20)):
            cls.award(cls.job, (cls.concrete, 5000, 8000))
            cls.create_timesheet(hours=2500)
            cls.env.cr.flush()

    @classmethod
    def award(cls, job, *lines, number="E-1", date="2026-01-10"):
        """Give the job a budget of labor; a line is (cost code, hours, amount)."""
        estimate = cls.env["construction.estimate"].create(
            {
                "project_id": job.id,
                "number": number,
                "date": date,
                "line_ids": [
                    Command.create(
                        {
                            "cost_code_id": code.id,
                            "cost_type_id": cls.labor.id,
                            "quantity": hours,
                            "uom_id": cls.hour.id,
                            "amount": amount,
                        }
                    )
                    for code, hours, amount in lines
                ],
            }
        )
        estimate.action_award()
        return estimate

    def forecast(self, period=FEBRUARY, user=None, job=None, **inputs):
        """Start a forecast as the project manager and fill in its line of concrete."""
        forecast = (
            self.env["construction.forecast"]
            .with_user(user or self.manager)
            .create({"project_id": (job or self.job).id, "period": period})
        )
        if inputs:
            self.line(forecast).write(inputs)
        return forecast

    def approved(self, period=FEBRUARY, **inputs):
        """Start, fill in, submit and approve a forecast."""
        forecast = self.forecast(period, **inputs)
        forecast.action_submit()
        forecast.with_user(self.controller).action_approve()
        self.env.cr.flush()
        return forecast

    def line(self, forecast, code=None):
        return forecast.line_ids.filtered(lambda line: line.cost_code_id == (code or self.concrete))

    def report(self, name, as_of=None, known_at=None, code="03-300"):
        """Return a column of the cost report on a code."""
        rows = self.job._get_job_cost(as_of=as_of, known_at=known_at, cost_code=code)
        return float(sum(row[name] for row in rows))
