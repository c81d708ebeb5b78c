# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ConstructionOwnerRetentionTier(models.Model):
    """How much the owner holds back of the part of a value inside a completion band."""

    _name = "construction.owner.retention.tier"
    _description = "Retention Band of an Owner Contract"
    _order = "contract_id, up_to_percent"
    _rec_name = "up_to_percent"

    contract_id = fields.Many2one(
        "construction.owner.contract", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="contract_id.company_id", store=True)
    up_to_percent = fields.Float(
        string="Up to Complete (%)", digits=(5, 2), required=True, default=100.0
    )
    percent = fields.Float(string="Retention (%)", digits=(5, 2), required=True)

    _band_uniq = models.UniqueIndex(
        "(contract_id, up_to_percent)", "Two retention bands of a contract end at the same point."
    )
    _percents = models.Constraint(
        "CHECK (up_to_percent > 0 AND up_to_percent <= 100 AND percent >= 0 AND percent <= 100)",
        "A band ends above 0 and at 100 percent at most; its retention is between 0 and 100.",
    )
