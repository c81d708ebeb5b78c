# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class IntegrationSystem(models.Model):
    _inherit = "integration.system"

    may_read_metrics = fields.Boolean(
        tracking=True,
        help="Its keys open /construction/v1/metrics: sums of all systems and companies, for a "
        "monitoring system.",
    )
