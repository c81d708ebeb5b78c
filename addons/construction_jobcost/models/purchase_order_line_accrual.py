# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.exceptions import UserError


class PurchaseOrderLine(models.Model):
    """On which account an order line is accrued."""

    _inherit = "purchase.order.line"

    def _get_accrual_accounts(self):
        """Return {id: account id}: where the next bill of each line will stand.

        That is the account of an earlier bill of the line, else the one of its product, else
        the one of the purchase journal.
        Raises UserError naming the lines that have none.
        """
        accounts = {line.id: line._get_accrual_account().id for line in self}
        lacking = self.filtered(lambda line: not accounts[line.id])
        if lacking:
            raise UserError(
                self.env._(
                    "No expense account is known for %(lines)s. Set one on the product, its "
                    "category or the purchase journal.",
                    lines=", ".join(lacking.mapped("display_name")),
                )
            )
        return accounts

    def _get_accrual_account(self):
        self.ensure_one()
        billed = self.invoice_lines.filtered(lambda line: line._is_commitment_invoiced())
        if billed:
            return billed.sorted("id")[-1].account_id
        product = self.product_id.with_company(self.company_id)
        if product:
            accounts = product.product_tmpl_id.get_product_accounts(
                fiscal_pos=self.order_id.fiscal_position_id
            )
            if product.is_storable and product.valuation == "real_time":
                return accounts["stock_valuation"] or accounts["expense"]
            if accounts["expense"]:
                return accounts["expense"]
        return (
            self.env["account.journal"]
            .search(
                [("company_id", "=", self.company_id.id), ("type", "=", "purchase")]
                + [("default_account_id", "!=", False)],
                limit=1,
            )
            .default_account_id
        )
