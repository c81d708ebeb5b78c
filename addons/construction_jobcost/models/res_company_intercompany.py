# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import UserError

DUE_TYPES = ("asset_receivable", "asset_current", "liability_payable", "liability_current")


class ResCompany(models.Model):
    """Where a company books the crews it lends to, and borrows from, its sister companies."""

    _inherit = "res.company"

    intercompany_journal_id = fields.Many2one(
        "account.journal", domain="[('type', '=', 'general'), ('company_id', '=', id)]"
    )
    intercompany_due_account_id = fields.Many2one(
        "account.account",
        string="Due from and to Affiliates",
        domain=[("account_type", "in", DUE_TYPES)],
        help="What affiliates owe the company for its crews, and it owes them for theirs.",
    )
    intercompany_cost_account_id = fields.Many2one(
        "account.account",
        string="Cost of Borrowed Crews",
        domain=[("account_type", "like", "expense%")],
    )
    intercompany_recovery_account_id = fields.Many2one(
        "account.account",
        string="Recovered Cost of Lent Crews",
        domain=[("account_type", "in", ("expense", "expense_direct_cost", "income_other"))],
        help="Credited with what affiliates are charged, against the wages booked here.",
    )

    def _check_intercompany_books(self, account_field):
        """Raise UserError unless journal and accounts for inter-company cost are set.

        account_field: the name of the account that this side of the entry needs.
        """
        for company in self:
            needed = ("intercompany_journal_id", "intercompany_due_account_id", account_field)
            missing = [
                self._fields[name]._description_string(self.env)
                for name in needed
                if not company[name]
            ]
            if missing:
                raise UserError(
                    self.env._(
                        "%(company)s lacks settings for inter-company cost: %(missing)s. Set them "
                        "in Settings > Job Cost while %(company)s is the current company.",
                        company=company.name,
                        missing=", ".join(missing),
                    )
                )
