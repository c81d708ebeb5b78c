# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    approval_ladder = fields.Selection(
        [("highest", "The highest rule decides"), ("each", "Each rule reached, from the lowest")],
        string="Approval Steps",
        default="highest",
        required=True,
        help="Of the rules whose minimum amount a document reaches: does the highest one decide "
        "alone, or does each of them approve in turn?",
    )
    approval_entries = fields.Boolean(
        string="Approve Journal Entries",
        default=True,
        help="Journal entries that charge a job need an approval, as bills do.",
    )
    approval_entry_minimum = fields.Monetary(
        string="Entries from",
        help="Journal entries that charge jobs with less need no approval.",
    )
