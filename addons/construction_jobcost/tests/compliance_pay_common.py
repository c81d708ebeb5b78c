# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.fields import Command

from .compliance_common import ComplianceCommon


class CompliancePayCommon(ComplianceCommon):
    """A bank to pay the bills of subcontracts from."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_bank()

    @classmethod
    def _create_bank(cls):
        accounts = cls.env["account.account"].create(
            [
                {
                    "code": code,
                    "name": name,
                    "account_type": "asset_current",
                    "reconcile": True,
                    "company_ids": [Command.set(cls.company.ids)],
                }
                for code, name in (("101401", "Outstanding"), ("101402", "Transfers"))
            ]
        )
        cls.outstanding = accounts[0]
        cls.company.transfer_account_id = accounts[1]
        cls.bank = cls.env["account.journal"].create(
            {
                "name": "Bank",
                "code": "BNKX",
                "type": "bank",
                "company_id": cls.company.id,
                "default_account_id": cls.cash.id,
            }
        )
        cls.bank.outbound_payment_method_line_ids.payment_account_id = cls.outstanding

    def _pay(self, *bills, user=None, **values):
        """Pay bills by the wizard; return the payments."""
        ids = [bill.id for bill in bills]
        wizard = (
            self.env["account.payment.register"]
            .with_user(user or self.bookkeeper)
            .with_context(active_model="account.move", active_ids=ids)
            .create({"journal_id": self.bank.id, "payment_date": "2026-04-05", **values})
        )
        return wizard._create_payments()
