# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from odoo import models

from ...core.values import decimal


class ConstructionOwnerApplication(models.Model):
    """What the printed application to an owner says of its contract."""

    _inherit = "construction.owner.application"

    def _get_contract_facts(self):
        """Return [(label, text)] of the contract and its parties."""
        self.ensure_one()
        contract = self.contract_id
        return [
            (self.env._("Contract"), contract.display_name),
            (self.env._("Owner"), contract.partner_id.display_name),
            (self.env._("Contractor"), contract.company_id.name),
            *self._get_opening_facts(),
        ]


class ConstructionOwnerContract(models.Model):
    """The approved changes of an owner's contract one by one."""

    _inherit = "construction.owner.contract"

    def _get_payment_change_amounts(self):
        # Sudo: figures of the contract that is billed.
        amounts = defaultdict(lambda: decimal(0))
        for row in self.sudo().line_ids.change_ids:
            amounts[row.change_order_id] += decimal(row.amount)
        return list(amounts.values())
