# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime
from decimal import Decimal
from unittest.mock import patch

from hypothesis import HealthCheck, settings

from odoo.fields import Date
from odoo.tests import TransactionCase, new_test_user

# the first draw of a process reads the sources of all modules: in Odoo these are very many
settings.register_profile("odoo", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("odoo")

MODULE = "construction_jobcost"


class JobCostCommon(TransactionCase):
    """A contractor with one job, two cost codes and one user per role."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=True))
        cls.company = cls.env["res.company"].create({"name": "Pacific Civil Works"})
        cls.env.user.company_ids |= cls.company
        cls.env.user.company_id = cls.company
        cls.labor = cls.env.ref(f"{MODULE}.cost_type_labor")
        cls.material = cls.env.ref(f"{MODULE}.cost_type_material")
        cls.other = cls.env.ref(f"{MODULE}.cost_type_other")
        cls.uncoded = cls.env.ref(f"{MODULE}.cost_code_uncoded")
        cls.concrete, cls.digging = cls.env["construction.cost.code"].create(
            [{"code": "03-300", "name": "Concrete"}, {"code": "0031", "name": "Excavation"}]
        )
        cls.job = cls.create_job("0042")
        cls.entries = cls.env["construction.cost.entry"]
        cls.keys = cls.env["construction.cost.key"]
        cls.employee = cls.env["hr.employee"].create(
            {"name": "Ana Torres", "hourly_cost": 50, "company_id": cls.company.id}
        )

    @classmethod
    def create_job(cls, code, **values):
        return cls.env["project.project"].create(
            {"name": f"Job {code}", "job_code": code, "company_id": cls.company.id, **values}
        )

    @classmethod
    def create_user(cls, login, *groups):
        """Create a person who is in the team of the job."""
        user = new_test_user(
            cls.env,
            login,
            groups=",".join(groups or ["base.group_user"]),
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )
        cls.job.job_team_ids |= user
        return user

    @classmethod
    def create_estimate(cls, revision=0, date="2026-01-10", job=None, lines=None, number="E-1"):
        job = job or cls.job
        lines = lines or [(cls.concrete, cls.material, 1000)]
        return cls.env["construction.estimate"].create(
            {
                "project_id": job.id,
                "number": number,
                "revision": revision,
                "date": date,
                "line_ids": [
                    (0, 0, {"cost_code_id": code.id, "cost_type_id": kind.id, "amount": amount})
                    for code, kind, amount in lines
                ],
            }
        )

    @classmethod
    def create_timesheet(cls, hours=8, date="2026-02-02", **values):
        return cls.env["account.analytic.line"].create(
            {
                "project_id": cls.job.id,
                "employee_id": cls.employee.id,
                "name": "Pour",
                "unit_amount": hours,
                "date": Date.to_date(date),
                "cost_code_id": cls.concrete.id,
                **values,
            }
        )

    def held(self, bucket, job=None, **filters):
        """Return {(code, type): (amount, quantity)} of what the ledger sums up to, zeros left out."""
        self.entries._project_stale()
        job = job or self.job
        groups = self.entries._read_group(
            [("project_id", "=", job.id), ("bucket", "=", bucket)]
            + [(name, "=", value) for name, value in filters.items()],
            ["cost_code_id", "cost_type_id"],
            ["amount:sum", "quantity:sum"],
        )
        return {
            (code, kind): (amount, quantity)
            for code, kind, amount, quantity in groups
            if amount or quantity
        }

    def key(self, code, kind, job=None):
        return ((job or self.job).id, code.id, kind.id, 0)

    def known(self, moment):
        """Let what follows become known at this moment (UTC)."""
        return patch.object(self.cr, "now", lambda: datetime.fromisoformat(moment))

    def line_of(self, rows, code):
        return next(row for row in rows if row["cost_code"] == code)

    def assertLedgerAgrees(self):
        self.assertEqual(self.entries._sweep(), [])

    def dec(self, number):
        return Decimal(str(number))
