# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class AccountMoveLine(models.Model):
    """The line of a WIP schedule that an item was posted for."""

    _inherit = "account.move.line"

    wip_line_id = fields.Many2one(
        "construction.wip.line",
        string="WIP Line",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
