# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResUsers(models.Model):
    _inherit = "res.users"

    integration_desk_ids = fields.One2many(
        "integration.desk",
        "user_id",
        "Exception Desk",
        domain=[("open_count", ">", 0)],
        groups="construction_connector_base.group_user",
    )
