# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.fields import Command

from .procurement_common import JOB_COST, ProcurementCommon


class IntercompanyCase(ProcurementCommon):
    """Harbor has the job; Crews Ltd. lends its people to it, for 1.2 times what they cost."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lender = cls.env["res.company"].create(
            {"name": "Crews Ltd.", "currency_id": cls.company.currency_id.id}
        )
        cls.env.user.company_ids |= cls.lender
        cls.env = cls.env(
            context={
                **cls.env.context,
                "allowed_company_ids": [cls.company.id, cls.lender.id],
            }
        )
        cls._create_books(cls.company)
        cls._create_books(cls.lender)
        cls.agreed = cls.env["construction.intercompany.rate"].create(
            {
                "provider_company_id": cls.lender.id,
                "receiver_company_id": cls.company.id,
                "date_from": "2026-01-01",
                "factor": 1.2,
            }
        )
        cls.finance = cls._person("ic_finance", JOB_COST + "finance", cls.company)
        cls.crew, cls.own = cls.env["hr.employee"].create(
            [
                {"name": "Bo", "hourly_cost": 40, "company_id": cls.lender.id},
                {"name": "Ana", "hourly_cost": 50, "company_id": cls.company.id},
            ]
        )
        cls.labor = cls.env.ref("construction_jobcost.cost_type_labor")

    @classmethod
    def _create_books(cls, company):
        def account(code, name, kind):
            return cls.env["account.account"].create(
                {
                    "code": code,
                    "name": name,
                    "account_type": kind,
                    "company_ids": [Command.set(company.ids)],
                }
            )

        company.write(
            {
                "intercompany_journal_id": cls.env["account.journal"]
                .create(
                    {
                        "name": "Affiliates",
                        "code": "ICX",
                        "type": "general",
                        "company_id": company.id,
                    }
                )
                .id,
                "intercompany_due_account_id": account("130000", "Due", "asset_current").id,
                "intercompany_cost_account_id": account(
                    "610000", "Borrowed Crews", "expense_direct_cost"
                ).id,
                "intercompany_recovery_account_id": account("690000", "Recovered", "expense").id,
            }
        )

    @classmethod
    def _hours(cls, hours, employee=None, **values):
        return cls.env["account.analytic.line"].create(
            {
                "project_id": cls.job.id,
                "employee_id": (employee or cls.crew).id,
                "name": "Form work",
                "unit_amount": hours,
                "date": "2026-03-05",
                "cost_code_id": cls.concrete.id,
                **values,
            }
        )

    def _run(self, date="2026-03-31", user=None):
        runs = self.env["construction.intercompany.run"]
        if user:
            runs = runs.with_user(user).with_context(allowed_company_ids=user.company_ids.ids)
        return runs.create(
            {
                "provider_company_id": self.lender.id,
                "receiver_company_id": self.company.id,
                "date": date,
            }
        )

    def _entered(self, **values):
        run = self._run(**values)
        run.action_enter()
        return run

    def _booked(self):
        """Return {(company, account setting): debit less credit} of the runs' entries."""
        lines = self.env["account.move.line"].search(
            [("move_id.intercompany_run_id", "!=", False), ("parent_state", "!=", "cancel")]
        )
        booked = {}
        for line in lines:
            name = next(
                name
                for name in ("due", "cost", "recovery")
                if line.company_id[f"intercompany_{name}_account_id"] == line.account_id
            )
            key = (line.company_id, name)
            booked[key] = round(booked.get(key, 0) + line.amount_currency, 2)
        return booked
