# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.fields import Command

from .commitment_common import CommitmentCommon


class PaymentCommon(CommitmentCommon):
    """A subcontract that is billed by applications."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.retention = cls.env["account.account"].create(
            {
                "code": "210000",
                "name": "Retention Payable",
                "account_type": "liability_current",
                "company_ids": [Command.set(cls.company.ids)],
            }
        )
        cls.company.retention_payable_account_id = cls.retention

    def _application(self, order, *works, user=None, **values):
        """Open an application; works: work of the period per line, or values of the line."""
        application = (
            self.env["construction.payment.application"]
            .with_user(user or self.manager)
            .create(
                {
                    "order_id": order.id,
                    "period_start": "2026-03-01",
                    "period_end": "2026-03-31",
                    **values,
                }
            )
        )
        for line, work in zip(application.line_ids, works, strict=False):
            line.write(work if isinstance(work, dict) else {"claimed_work": work})
        return application

    def _certified(self, order, *works, **values):
        """Open, submit and certify an application as it was claimed."""
        application = self._application(order, *works, **values)
        application.action_submit()
        application.with_user(self.approver).action_certify()
        self.env.cr.flush()
        return application

    def _billed(self, application):
        """Create the bill of a certified application as the bookkeeper, and post it."""
        application.with_user(self.bookkeeper).action_create_bill()
        bill = application.sudo().bill_id
        bill.with_user(self.bookkeeper).action_post()
        self.env.cr.flush()
        return bill
