# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import UserError

from .payment_common import PaymentCommon
from .procurement_common import JOB_COST

#: Days that are over, and days that are not, whenever the tests run.
OVER, AHEAD = "2025-12-31", "2099-12-31"


class ComplianceCommon(PaymentCommon):
    """Rules, the people who enter and verify papers, and who lets documents pass."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        ref = cls.env.ref
        cls.liability = ref("construction_jobcost.compliance_type_general_liability")
        cls.lien = ref("construction_jobcost.compliance_type_lien_waiver")
        cls.payroll = ref("construction_jobcost.compliance_type_payroll")
        cls.finance = cls._person("pc_finance", JOB_COST + "finance", cls.company)
        cls.waiver = cls._person("pc_waiver", JOB_COST + "compliance_waiver", cls.company)

    def _rule(self, kind, stage, **values):
        """Create a rule as the cost controller."""
        return (
            self.env["construction.compliance.rule"]
            .with_user(self.controller)
            .create({"type_id": kind.id, "stage": stage, **values})
        )

    def _paper(self, kind, user=None, **values):
        """Enter a document as the buyer."""
        return (
            self.env["construction.compliance.document"]
            .with_user(user or self.buyer)
            .create({"type_id": kind.id, "partner_id": self.vendor.id, **values})
        )

    def _verified(self, kind, **values):
        """Enter a document as the buyer, and verify it as finance."""
        paper = self._paper(kind, **values)
        paper.with_user(self.finance).action_verify()
        return paper

    def _insured(self, **values):
        return self._verified(
            self.liability,
            **{"number": "GL-1", "valid_to": AHEAD, "cover_amount": 1000000, **values},
        )

    def _waiver(self, application, **values):
        """Enter and verify a waiver of what an application pays."""
        return self._verified(
            self.lien,
            **{
                "application_id": application.id,
                "waiver_condition": "conditional",
                "waiver_scope": "progress",
                "through_date": application.period_end,
                "waiver_amount": application.due_amount,
                "signed_date": "2026-04-02",
                **values,
            },
        )

    def _waive(self, rule, document, field, user=None, **values):
        return (
            self.env["construction.compliance.waive"]
            .with_user(user or self.waiver)
            .create(
                {
                    "rule_id": rule.id,
                    field: document.id,
                    "date_until": AHEAD,
                    "reason": "Renewal is on its way",
                    **values,
                }
            )
        )

    def _euro(self, *rates):
        euro = self.env.ref("base.EUR")
        euro.active = True
        self.env["res.currency.rate"].create(
            [
                {"currency_id": euro.id, "company_id": self.company.id, "name": day, "rate": rate}
                for day, rate in rates
            ]
        )
        return euro

    def assertStopped(self, texts, function, *args, **kwargs):
        """The call, or at the latest the commit, is stopped for these reasons."""
        with self.assertRaises(UserError) as stop, self.cr.savepoint():
            function(*args, **kwargs)
            self.env.cr.flush()
        for text in texts if isinstance(texts, tuple) else (texts,):
            self.assertIn(text, str(stop.exception))
        self.env.cr.precommit.clear()
        self.env.invalidate_all()
