# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class PurchaseOrder(models.Model):
    _inherit = "purchase.order"

    retention_release_date = fields.Date(
        string="Retention Due",
        copy=False,
        help="When what is held back should be released; empty: at the finish of the job.",
    )
