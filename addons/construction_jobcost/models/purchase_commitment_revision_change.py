# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class PurchaseCommitmentRevision(models.Model):
    """Which change of the commitment a revision came from."""

    _inherit = "purchase.commitment.revision"

    change_line_id = fields.Many2one(
        "construction.commitment.change.line",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Empty: the order itself was edited.",
    )
