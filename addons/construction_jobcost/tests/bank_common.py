# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.fields import Command

from .procurement_common import ProcurementCommon


class BankCommon(ProcurementCommon):
    """A bank through which bills and invoices are paid."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
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
        methods = cls.bank.outbound_payment_method_line_ids
        methods |= cls.bank.inbound_payment_method_line_ids
        methods.payment_account_id = cls.outstanding
