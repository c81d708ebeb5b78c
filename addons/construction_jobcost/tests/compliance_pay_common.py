# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from .bank_common import BankCommon
from .compliance_common import ComplianceCommon


class CompliancePayCommon(BankCommon, ComplianceCommon):
    """Bills of subcontracts that are paid from a bank."""

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
