# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

from ...core.wip_schedule import ASSET, LIABILITY, LOSS, PROVISION, REVENUE

#: The company's account for each item of the entry of a schedule.
ACCOUNTS = {
    REVENUE: "wip_revenue_account_id",
    LIABILITY: "wip_liability_account_id",
    ASSET: "wip_asset_account_id",
    LOSS: "wip_loss_account_id",
    PROVISION: "wip_provision_account_id",
}


class ResCompany(models.Model):
    _inherit = "res.company"

    wip_journal_id = fields.Many2one(
        "account.journal",
        string="WIP Journal",
        domain="[('type', '=', 'general'), ('company_id', '=', id)]",
        check_company=True,
        ondelete="restrict",
        help="Entries of WIP schedules and their reversals are posted in this journal.",
    )
    wip_revenue_account_id = fields.Many2one(
        "account.account",
        string="Contract Revenue",
        domain="[('account_type', '=', 'income')]",
        check_company=True,
        ondelete="restrict",
        help="Here revenue is brought from what was billed to what was earned.",
    )
    wip_asset_account_id = fields.Many2one(
        "account.account",
        string="Costs and Earnings in Excess of Billings",
        domain="[('account_type', '=', 'asset_current')]",
        check_company=True,
        ondelete="restrict",
        help="Underbilled: earned and not billed yet.",
    )
    wip_liability_account_id = fields.Many2one(
        "account.account",
        string="Billings in Excess of Costs and Earnings",
        domain="[('account_type', '=', 'liability_current')]",
        check_company=True,
        ondelete="restrict",
        help="Overbilled: billed and not earned yet.",
    )
    wip_loss_account_id = fields.Many2one(
        "account.account",
        string="Losses on Contracts",
        domain="[('account_type', '=like', 'expense%')]",
        check_company=True,
        ondelete="restrict",
        help="The cost of providing for the whole loss of a job at once.",
    )
    wip_provision_account_id = fields.Many2one(
        "account.account",
        string="Provision for Losses",
        domain="[('account_type', '=', 'liability_current')]",
        check_company=True,
        ondelete="restrict",
        help="The rest of the loss of jobs is owed on this account.",
    )
