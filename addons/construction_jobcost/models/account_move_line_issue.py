# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

from ..core.coding import Operation


class AccountMoveLine(models.Model):
    """The journal item that charges a job with goods from stock."""

    _inherit = "account.move.line"

    # the index serves the look-up of an issue's items
    issue_move_id = fields.Many2one(
        "stock.move",
        string="Stock Issue",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    def _is_stock_issue(self):
        """Tell whether the item is what Odoo posted for an issue, and nothing else.

        Its goods were approved when they were bought. An issue that costs the job by its
        analytic line already lends its name to no journal item.
        """
        self.ensure_one()
        # Sudo: what was issued does not depend on who looks.
        move = self.sudo().issue_move_id
        value = move.value if move.is_out else -move.value
        return (
            bool(move)
            and move.account_move_id == self.move_id
            and not move.analytic_account_line_ids
            and not self.company_currency_id.compare_amounts(self.balance, value)
            and self.analytic_distribution == move._get_issue_distribution()
        )

    def _get_coding_operation(self):
        return Operation.WORK if self.issue_move_id else super()._get_coding_operation()

    def _has_given_coding(self):
        # Sudo: as in _is_stock_issue.
        returned = self.sudo().issue_move_id.origin_returned_move_id
        return bool(returned) or super()._has_given_coding()
