# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from ...core.retention_tax import by_taxes
from ...core.values import decimal
from .res_company_retention import TAX_POLICIES


class PurchaseOrder(models.Model):
    """When the tax on what is held back is due: one way for all bills of a contract."""

    _inherit = "purchase.order"

    retention_tax_policy = fields.Selection(
        TAX_POLICIES,
        string="Tax on Retention",
        compute="_compute_retention_tax_policy",
        store=True,
        readonly=False,
        precompute=True,
        copy=False,
        help="Stays as it is once an application is certified.",
    )

    @api.depends("company_id")
    def _compute_retention_tax_policy(self):
        for order in self:
            order.retention_tax_policy = (
                order.retention_tax_policy or order.company_id.retention_tax_policy
            )

    def write(self, vals):
        if "retention_tax_policy" in vals:
            self._check_tax_policy_open(vals["retention_tax_policy"])
        return super().write(vals)

    def _check_tax_policy_open(self, policy):
        """Raise UserError where tax would be charged twice, or never, on what is held already."""
        # Sudo: what was certified counts whoever changes the contract.
        for order in self.sudo():
            certified = order.payment_application_ids.filtered(
                lambda application: application.step == "certified"
            )
            if certified and order.retention_tax_policy != policy:
                raise UserError(
                    self.env._(
                        "%(order)s: %(application)s is certified. When the tax on retention is "
                        "due stays as it was agreed for all bills of the contract.",
                        order=order.display_name,
                        application=certified[:1].display_name,
                    )
                )

    def _group_retention(self, parts):
        """Return {taxes: amount} of [(order line, amount)]: the lines that a bill has of retention.

        Without taxes where these are due with the work.
        """
        self.ensure_one()
        taxes = self.env["account.tax"]
        if self.retention_tax_policy != "release":
            return by_taxes((taxes, decimal(amount)) for _item, amount in parts)
        # Sudo: the taxes of the contract, whoever books its bill.
        return by_taxes(
            (item.sudo().tax_ids.sudo(False), decimal(amount)) for item, amount in parts
        )
