# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """Up to which day the cost of jobs is closed."""

    _inherit = "res.config.settings"

    job_cost_lock_date = fields.Date(related="company_id.job_cost_lock_date", readonly=False)
