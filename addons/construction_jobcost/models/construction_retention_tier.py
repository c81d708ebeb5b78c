# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ConstructionRetentionTier(models.Model):
    """How much is held back of the part of a line's value that lies inside a completion band."""

    _name = "construction.retention.tier"
    _description = "Retention Band"
    _order = "order_id, up_to_percent"
    _rec_name = "up_to_percent"

    order_id = fields.Many2one("purchase.order", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="order_id.company_id", store=True)
    up_to_percent = fields.Float(
        string="Up to Complete (%)",
        digits=(5, 2),
        required=True,
        default=100.0,
        help="Upper end of the band; it starts where the one before ends.",
    )
    percent = fields.Float(string="Retention (%)", digits=(5, 2), required=True)

    _band_uniq = models.UniqueIndex(
        "(order_id, up_to_percent)", "Two retention bands of an order end at the same point."
    )
    _percents = models.Constraint(
        "CHECK (up_to_percent > 0 AND up_to_percent <= 100 AND percent >= 0 AND percent <= 100)",
        "A band ends above 0 and at 100 percent at most; its retention is between 0 and 100.",
    )
