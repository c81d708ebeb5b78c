# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

CHECKED = "construction_jobcost.purchase.order.checked"


class PurchaseOrder(models.Model):
    """What is checked before an order takes effect, on whatever way it does."""

    _inherit = "purchase.order"

    def _check_taking_effect(self):
        """Raise CodingError or UserError unless the orders may be committed as they are."""
        self._check_coding()
        self._check_budget()

    def button_confirm(self):
        drafts = self.filtered(lambda order: order.state in ("draft", "sent"))
        drafts._check_taking_effect()
        # noted with the transaction, where no caller reaches, so that nothing is asked twice
        self.env.cr.precommit.data.setdefault(CHECKED, set()).update(drafts.ids)
        return super().button_confirm()

    def write(self, vals):
        if vals.get("state") == "purchase":
            entering = self.filtered(lambda order: order.state != "purchase")
            checked = self.env.cr.precommit.data.get(CHECKED, set())
            entering.filtered(lambda order: order.id not in checked)._check_taking_effect()
            checked -= set(self.ids)
            # what they cost now is what they are committed for, and no raise
            entering.order_line.flush_recordset()
        return super().write(vals)
