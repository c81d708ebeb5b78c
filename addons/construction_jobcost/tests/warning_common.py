# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from freezegun import freeze_time

from odoo.fields import Command

from .payment_common import PaymentCommon


class WarningCommon(PaymentCommon):
    """A job at 20 % margin by its award, and no rule yet."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rules = cls.env["construction.warning.rule"]
        cls.rules.search([]).active = False
        cls.warnings = cls.env["construction.warning"]
        cls.job.write(
            {"contract_amount": 20000, "contract_date": "2026-01-05", "user_id": cls.manager.id}
        )
        cls.env["construction.estimate"].create(
            {
                "project_id": cls.job.id,
                "number": "E-1",
                "date": "2026-01-10",
                "line_ids": [
                    Command.create(
                        {"cost_code_id": code.id, "cost_type_id": kind.id, "amount": amount}
                    )
                    for code, kind, amount in (
                        (cls.concrete, cls.material, 6000),
                        (cls.concrete, cls.subcontract, 10000),
                    )
                ],
            }
        ).action_award()

    def _rule(self, kind, **values):
        return self.rules.create(
            {"name": kind, "kind": kind, "company_id": self.company.id, **values}
        )

    def _look(self, day="2026-07-15"):
        """Look at all jobs on a day; return the warnings that stand."""
        with freeze_time(f"{day} 12:00:00"):
            self.env.flush_all()
            # a night later nothing is remembered
            self.env.invalidate_all()
            self.warnings._cron_look()
            self.env.flush_all()
        return self.warnings.search(
            [("company_id", "=", self.company.id), ("state", "!=", "cleared")]
        )

    def _direct_bill(self, amount, day="2026-03-10"):
        none = self.env["purchase.order.line"]
        coding = {"analytic_distribution": self._coding()}
        bill = self._bill((none, 1, amount, coding), date=day, invoice_date=day)
        bill.with_user(self.approver).action_approve_bill("Agreed")
        self.env.cr.flush()
        return bill

    def _credit(self, amount, day="2026-03-11"):
        none = self.env["purchase.order.line"]
        coding = {"analytic_distribution": self._coding()}
        bill = self._bill(
            (none, 1, amount, coding), move_type="in_refund", date=day, invoice_date=day
        )
        bill.with_user(self.approver).action_approve_bill("Agreed")
        self.env.cr.flush()

    def _billed_to_owner(self, amount, day="2026-03-31"):
        """Let the ledger know what the owner was billed, without the invoice."""
        self.env["construction.cost.entry"]._project_stale()
        self.env.flush_all()
        self.env.cr.execute(
            """
            INSERT INTO construction_cost_entry
                   (company_id, currency_id, project_id, budget_line_id, cost_code_id,
                    cost_type_id, bucket, date, amount, quantity, source_model, source_id,
                    create_date)
            SELECT company_id, currency_id, project_id, budget_line_id, cost_code_id,
                   cost_type_id, 'billed', %s, %s, 0, 'test', 0, now()
              FROM construction_cost_entry WHERE project_id = %s AND bucket = 'contract' LIMIT 1
            """,
            [day, amount, self.job.id],
        )
        self.env.invalidate_all()

    def _pending_change(self):
        line = {"cost_code_id": self.concrete.id, "cost_type_id": self.material.id}
        change = (
            self.env["construction.change.order"]
            .with_user(self.manager)
            .create(
                {
                    "title": "Rock excavation",
                    "project_id": self.job.id,
                    "line_ids": [
                        Command.create({**line, "cost_amount": 700, "revenue_amount": 900})
                    ],
                }
            )
        )
        with freeze_time("2026-06-01 12:00:00"):
            change.action_submit()
        return change
