# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import UserError

from .procurement_common import ProcurementCommon


class ApprovalCommon(ProcurementCommon):
    """What the guard has to refuse."""

    def assertGuarded(self, function, *args, **kwargs):
        """The call, or at the latest the commit, is refused for lack of approval."""
        self.assertRefused("approv", function, *args, **kwargs)

    def assertRefused(self, text, function, *args, **kwargs):
        with self.assertRaises(UserError) as refusal:
            function(*args, **kwargs)
            self.env.cr.flush()
        self.assertIn(text, str(refusal.exception))

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
