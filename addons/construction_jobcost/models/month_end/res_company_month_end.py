# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResCompany(models.Model):
    """What the month end looks for."""

    _inherit = "res.company"

    month_end_change_days = fields.Integer(
        string="Pending Changes Are Old after",
        default=30,
        help="Days from submitting a change; the month end shows those that wait longer.",
    )
