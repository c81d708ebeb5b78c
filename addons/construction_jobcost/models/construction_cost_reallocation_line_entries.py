# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class ConstructionCostReallocationLine(models.Model):
    """The journal items and analytic lines of a moved cost."""

    _inherit = "construction.cost.reallocation.line"

    def _get_account(self):
        """Return the account that the cost stands on in the books, empty where on none."""
        self.ensure_one()
        items = self.env["account.move.line"]
        # Sudo: whoever moves the cost, its account is a fact of the books.
        is_item = self.source_model == items._name
        return items.sudo().browse(self.source_id if is_item else ()).account_id

    def _prepare_items(self, sign):
        """Return the values of two journal items; sign 1 moves the cost, -1 takes it back."""
        label = self.env._(
            "%(reallocation)s: %(cost)s",
            reallocation=self.reallocation_id.name,
            cost=self.document_name,
        )
        return [
            {
                "account_id": self._get_account().id,
                "name": label,
                "balance": direction * sign * self.amount,
                "analytic_distribution": self._get_distribution(side),
            }
            for side, direction in (("origin", -1), ("target", 1))
        ]

    def _retrace(self, sign):
        """Move costs that stand on analytic lines only; the ledger has them from these lines."""
        columns = self.env["account.analytic.line"]._get_coding_columns()
        self.env["account.analytic.line"].create(
            [
                {
                    "name": line.reallocation_id.display_name,
                    "date": line.date if sign > 0 else line._get_void_date(),
                    # a cost is negative on an analytic line
                    "amount": -direction * sign * line.amount,
                    "unit_amount": direction * sign * line.quantity,
                    "product_uom_id": line.uom_id.id,
                    "company_id": line.company_id.id,
                    "reallocation_line_id": line.id,
                    **dict(zip(columns, line._get_accounts(side), strict=True)),
                }
                for line in self
                for side, direction in (("origin", -1), ("target", 1))
            ]
        )

    def _get_accounts(self, side):
        job, code, cost_type, phase = self._get_place(side)
        coding = [record.analytic_account_id.id for record in (code, cost_type, phase)]
        return [job.account_id.id, *coding]
