# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class AccountMoveLine(models.Model):
    """The certificate that a line of a bill comes from."""

    _inherit = "account.move.line"

    payment_application_id = fields.Many2one(
        "construction.payment.application",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
