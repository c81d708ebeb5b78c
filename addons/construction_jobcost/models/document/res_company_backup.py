# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    asks_backup = fields.Boolean(
        string="Ask for Back-up Documents",
        help="Lines of payment applications that claim much need documents that prove it.",
    )
    backup_limit = fields.Monetary(
        string="Above", help="Claimed on a line in a period, before retention."
    )
