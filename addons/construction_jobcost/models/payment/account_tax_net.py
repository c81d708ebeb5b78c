# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class AccountTax(models.Model):
    """Prices that come to an amount net of tax, also under taxes that are included in the price."""

    _inherit = "account.tax"

    def _get_price_of_net(self, net, quantity=1.0, product=None):
        """Return the unit price that bills ``net`` for a quantity under these taxes (float).

        Amounts of applications are net of tax. A price that includes taxes is not rounded, so that
        the accounting finds the same net amount again, to the cent.
        """
        taxes = self.flatten_taxes_hierarchy()
        if not any(tax._is_in_price() for tax in taxes):
            return net / quantity
        details = self._get_tax_details(
            net / quantity,
            quantity,
            rounding_method="round_globally",
            product=product,
            special_mode="total_excluded",
        )
        included = sum(
            row["tax_amount"] for row in details["taxes_data"] if row["tax"]._is_in_price()
        )
        return (net + included) / quantity

    def _is_in_price(self):
        self.ensure_one()
        # a reverse charge is never part of what the price includes
        return self.price_include and not self.has_negative_factor
