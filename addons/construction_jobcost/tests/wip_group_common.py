# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Two companies with currencies of their own, whose WIP schedules are put together."""

from odoo.fields import Command

from .close_common import MARCH
from .wip_common import WipCommon


class WipGroupCommon(WipCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        currencies = cls.env.ref("base.EUR") | cls.env.ref("base.USD")
        cls.foreign = currencies - cls.company.currency_id
        cls.foreign = cls.foreign[:1]
        cls.foreign.active = True
        cls.other_company = cls.env["res.company"].create(
            {"name": "Harbor Overseas", "currency_id": cls.foreign.id}
        )
        both = (cls.company | cls.other_company).ids
        for user in (cls.finance, cls.signer, cls.auditor):
            user.company_ids = [Command.set(both)]

    def _consolidation(self, user=None, companies=None):
        companies = companies or self.company | self.other_company
        env = self.env(
            user=user or self.finance,
            context={**self.env.context, "allowed_company_ids": companies.ids},
        )
        return env["construction.wip.consolidation"].create(
            {
                "date": MARCH,
                "company_ids": [Command.set(companies.ids)],
                "company_id": self.company.id,
                "currency_id": self.company.currency_id.id,
            }
        )

    def _other_schedule(self):
        """Sign a schedule of the other company: a job of 100,000, underbilled by 10,000."""
        both = (self.company | self.other_company).ids
        env = self.env(context={**self.env.context, "allowed_company_ids": both[::-1]})
        job = env["project.project"].create(
            {
                "name": "Quay",
                "job_code": "Q1",
                "company_id": self.other_company.id,
                "contract_amount": 100000,
                "contract_date": "2026-01-01",
            }
        )
        mine, self.company = self.company, self.other_company
        self._figures(cost=40000, estimate=80000, billed=50000, job=job)
        self.company = mine
        schedules = env["construction.wip.schedule"].with_user(self.finance)
        schedule = schedules.create({"company_id": self.other_company.id, "date": MARCH})
        schedule.line_ids.write({"method": "manual", "manual_percent": 60, "method_note": "Seen"})
        accounts = env["account.account"].create(
            [
                {
                    "code": code,
                    "name": name,
                    "account_type": kind,
                    "company_ids": [Command.set(self.other_company.ids)],
                }
                for code, name, kind in (
                    ("410000", "Revenue", "income"),
                    ("125000", "Underbilled", "asset_current"),
                )
            ]
        )
        journal = env["account.journal"].create(
            {
                "name": "General",
                "code": "GENO",
                "type": "general",
                "company_id": self.other_company.id,
            }
        )
        self.other_company.write(
            {
                "wip_journal_id": journal.id,
                "wip_revenue_account_id": accounts[0].id,
                "wip_asset_account_id": accounts[1].id,
            }
        )
        schedule.action_submit()
        schedule.with_user(self.signer).action_approve()
        self.env.flush_all()
        return schedule

    def _rate(self, day, rate):
        self.env["res.currency.rate"].create(
            {
                "currency_id": self.foreign.id,
                "name": day,
                "rate": rate,
                "company_id": self.company.id,
            }
        )
