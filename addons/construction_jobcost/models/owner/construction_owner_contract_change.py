# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ConstructionOwnerContractChange(models.Model):
    """What an approved change of the owner's contract (PCCO) adds to an item."""

    _name = "construction.owner.contract.change"
    _description = "Change of an Owner Contract"
    _order = "line_id, id"
    _rec_name = "change_order_id"

    line_id = fields.Many2one(
        "construction.owner.contract.line", required=True, index=True, ondelete="cascade"
    )
    contract_id = fields.Many2one(related="line_id.contract_id", store=True, index=True)
    company_id = fields.Many2one(related="line_id.company_id", store=True)
    currency_id = fields.Many2one(related="line_id.currency_id")
    change_order_id = fields.Many2one(
        "construction.change.order",
        required=True,
        index=True,
        ondelete="restrict",
    )
    is_new = fields.Boolean(
        string="Own Item", help="The change came in as an item of its own.", readonly=True
    )
    amount = fields.Monetary(readonly=True)

    _change_uniq = models.UniqueIndex(
        "(line_id, change_order_id)", "A change stands once on an item."
    )


class ConstructionOwnerContract(models.Model):
    """Approved changes of the owner's contract come in as items, or on items."""

    _inherit = "construction.owner.contract"

    def _take_changes(self):
        """Bring the items up to the changes of the contract that are approved now."""
        # Sudo: a change counts by its approval, whoever may edit the contract.
        for contract in self.sudo().filtered(lambda contract: contract.state == "in_force"):
            wanted = contract._get_change_amounts()
            rows = contract.line_ids.change_ids
            for row in rows:
                item = self.env["construction.owner.contract.line"]
                key = (row.change_order_id, item if row.is_new else row.line_id)
                amount = wanted.pop(key, 0.0)
                if contract.currency_id.compare_amounts(row.amount, amount):
                    row.amount = amount
            for (change, item), amount in wanted.items():
                contract._add_change(change, item, amount)

    def _get_change_amounts(self):
        """Return {(PCCO, item): amount in the contract's currency}; no item: one of its own."""
        self.ensure_one()
        changes = self.env["construction.change.order"].search(
            [
                ("project_id", "=", self.project_id.id),
                ("tier", "=", "pcco"),
                ("state", "=", "approved"),
            ],
            order="date_decided, id",
        )
        rate = self._get_payment_rate(self.date)
        amounts = {}
        for change in changes:
            decided = (change | change._get_parts()).filtered(lambda c: c.state == "approved")
            for line in decided.line_ids.filtered("revenue_amount"):
                key = (change, line.owner_line_id)
                amounts[key] = amounts.get(key, 0.0) + line.revenue_amount
        return {key: self.currency_id.round(amount * rate) for key, amount in amounts.items()}

    def _add_change(self, change, item, amount):
        line = item or self.env["construction.owner.contract.line"].create(
            {
                "contract_id": self.id,
                "sequence": max(self.line_ids.mapped("sequence"), default=0) + 10,
                "line_ref": change.name,
                "name": change.title,
                "kind": "lump_sum",
            }
        )
        self.env["construction.owner.contract.change"].create(
            {
                "line_id": line.id,
                "change_order_id": change.id,
                "is_new": not item,
                "amount": amount,
            }
        )
