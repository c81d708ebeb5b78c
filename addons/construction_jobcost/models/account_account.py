# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import SQL

#: Account types that may hold what jobs cost until it becomes an expense.
ASSETS = ("asset_current", "asset_non_current", "asset_fixed", "asset_prepayments")


class AccountAccount(models.Model):
    """Accounts whose items cost the jobs that they are coded to."""

    _inherit = "account.account"

    is_job_wip = fields.Boolean(
        string="Work in Progress of Jobs",
        tracking=True,
        help="Journal items coded to a job are its cost, as on expense accounts. Moving them on to "
        "an expense account with the same coding leaves the cost of the job as it is.",
    )

    _job_wip_is_asset = models.Constraint(
        f"CHECK (NOT is_job_wip OR account_type IN {ASSETS})",
        "Work in progress of jobs is kept on current or fixed assets, or prepayments.",
    )

    def write(self, vals):
        result = super().write(vals)
        if "is_job_wip" in vals:
            # Sudo: an amount belongs into the ledger whatever the user may see of its document.
            items = self.env["account.move.line"].sudo()
            self.env["construction.cost.entry"]._mark_stale(
                items.search(
                    [("account_id", "in", self.ids), ("analytic_distribution", "!=", False)]
                )
            )
        return result

    def _takes_job_cost(self):
        """Tell whether journal items on the account cost the jobs that they are coded to."""
        return bool(self) and (self.is_job_wip or self._is_expense())

    def _is_expense(self):
        return (self.account_type or "").startswith("expense")

    @api.model
    def _where_takes_job_cost(self, alias):
        """Return the same as a condition of a query over accounts (SQL)."""
        name = SQL.identifier(alias)
        return SQL("(%s.account_type LIKE 'expense%%' OR %s.is_job_wip)", name, name)
