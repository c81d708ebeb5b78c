# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A company that signs WIP schedules: accounts for them, two people of finance."""

from datetime import datetime
from unittest.mock import patch

from odoo.fields import Command, Date

from .close_common import MARCH, CloseCommon
from .procurement_common import JOB_COST


class WipCommon(CloseCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.revenue_type = cls.env.ref("construction_jobcost.cost_type_revenue")
        cls.uncoded = cls.env.ref("construction_jobcost.cost_code_uncoded")
        cls.income, cls.underbilling, cls.overbilling, cls.losses, cls.provision = cls.env[
            "account.account"
        ].create(
            [
                {
                    "code": code,
                    "name": name,
                    "account_type": kind,
                    "company_ids": [Command.set(cls.company.ids)],
                }
                for code, name, kind in (
                    ("400000", "Contract Revenue", "income"),
                    ("120000", "Costs and Earnings in Excess", "asset_current"),
                    ("220000", "Billings in Excess", "liability_current"),
                    ("620000", "Losses on Contracts", "expense"),
                    ("230000", "Provision for Losses", "liability_current"),
                )
            ]
        )
        cls.company.write(
            {
                "wip_journal_id": cls.general.id,
                "wip_revenue_account_id": cls.income.id,
                "wip_asset_account_id": cls.underbilling.id,
                "wip_liability_account_id": cls.overbilling.id,
                "wip_loss_account_id": cls.losses.id,
                "wip_provision_account_id": cls.provision.id,
            }
        )
        cls.signer = cls._person("wp_signer", JOB_COST + "finance", cls.company)
        cls.auditor = cls._person("wp_auditor", JOB_COST + "auditor", cls.company)
        cls._set_contract(cls.job, 1000000)

    @classmethod
    def _set_contract(cls, job, amount):
        job.write({"contract_amount": amount, "contract_date": "2026-01-01"})

    @classmethod
    def _job(cls, code, contract=0, **values):
        job = cls.env["project.project"].create(
            {"name": f"Job {code}", "job_code": code, "company_id": cls.company.id, **values}
        )
        cls._set_contract(job, contract)
        return job

    def _record(self, bucket, amount, job=None, day="2026-03-15", code=None, cost_type=None):
        """Put an amount into the ledger without a document, known from now on."""
        is_revenue = bucket == "billed"
        key = self._key(
            code or (self.uncoded if is_revenue else self.concrete),
            cost_type or (self.revenue_type if is_revenue else self.material),
            job,
        )
        line_id = self.env["construction.budget.line"]._ensure([key])[key]
        self.env.cr.execute(
            """
            INSERT INTO construction_cost_entry
                   (company_id, currency_id, project_id, budget_line_id, cost_code_id,
                    cost_type_id, bucket, date, amount, quantity, source_model, source_id,
                    create_date)
            VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, 0, 'test', 0, %s)
            """,
            [self.company.id, self.company.currency_id.id, key.project_id, line_id]
            + [key.cost_code_id, key.cost_type_id, bucket, day, amount, self.env.cr.now()],
        )

    def _figures(self, cost=425000, estimate=850000, billed=550000, job=None, day="2026-03-15"):
        """Put a job into the ledger: cost to date, estimated cost and what was billed."""
        for bucket, amount in (
            ("original_budget", estimate),
            ("direct_cost", cost),
            ("billed", billed),
        ):
            self._record(bucket, amount, job, day)
        self.env.invalidate_all()

    def _schedule(self, day=MARCH, user=None):
        schedules = self.env["construction.wip.schedule"].with_user(user or self.finance)
        return schedules.create({"company_id": self.company.id, "date": day})

    def _signed(self, day=MARCH):
        schedule = self._schedule(day)
        schedule.action_submit()
        schedule.with_user(self.signer).action_approve()
        self.env.flush_all()
        return schedule

    def _line(self, schedule, job=None):
        return schedule.line_ids.filtered(lambda line: line.project_id == (job or self.job))

    def _known(self, moment):
        """Let what follows become known at this moment (UTC)."""
        return patch.object(self.env.cr, "now", lambda: datetime.fromisoformat(moment))

    def _wip_balances(self, day=MARCH):
        """Return {account: balance} of the accounts of WIP entries."""
        accounts = self.income | self.underbilling | self.overbilling
        accounts |= self.losses | self.provision
        balances = self._balances(Date.to_date(day))
        return {account: balances[account] for account in accounts if account in balances}
