# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ConstructionApprovalRule(models.Model):
    _inherit = "construction.approval.rule"

    document = fields.Selection(
        selection_add=[
            ("owner_application", "Owner Application"),
            ("owner_release", "Owner Retention Release"),
        ],
        ondelete={"owner_application": "cascade", "owner_release": "cascade"},
    )
