# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import UserError

COST_DOMAIN = "[('account_type', 'in', ('expense', 'expense_direct_cost'))]"


class ResCompany(models.Model):
    """Where the cost of equipment and labor burden that jobs carry goes in the books."""

    _inherit = "res.company"

    recovery_journal_id = fields.Many2one(
        "account.journal",
        domain="[('type', '=', 'general'), ('company_id', '=', id)]",
        check_company=True,
        ondelete="restrict",
        help="Recovery runs post in this journal.",
    )
    equipment_cost_account_id = fields.Many2one(
        "account.account",
        domain=COST_DOMAIN,
        check_company=True,
        ondelete="restrict",
        help="Equipment use is a cost of the jobs on this account.",
    )
    equipment_recovery_account_id = fields.Many2one(
        "account.account",
        check_company=True,
        ondelete="restrict",
        help="What jobs were charged for equipment, against what the equipment costs.",
    )
    burden_cost_account_id = fields.Many2one(
        "account.account",
        domain=COST_DOMAIN,
        check_company=True,
        ondelete="restrict",
        help="Labor burden is a cost of the jobs on this account.",
    )
    burden_recovery_account_id = fields.Many2one(
        "account.account",
        check_company=True,
        ondelete="restrict",
        help="What jobs were charged for burden, against what payroll posts.",
    )

    def _get_recovery_books(self, kind):
        """Return (journal, cost account, recovery account); UserError where one is missing."""
        self.ensure_one()
        books = (
            self.recovery_journal_id,
            self[f"{kind}_cost_account_id"],
            self[f"{kind}_recovery_account_id"],
        )
        if not all(books):
            raise UserError(
                self.env._(
                    "%(company)s has no journal, cost account or recovery account for this. "
                    "Choose them in Settings, Job Cost, Recovery.",
                    company=self.display_name,
                )
            )
        return books
