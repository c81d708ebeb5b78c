# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

HEAL = "construction_jobcost.ledger_check_heals"


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    cost_late_days = fields.Integer(related="company_id.cost_late_days", readonly=False)
    ledger_check_heals = fields.Boolean(
        string="Repair by Schedule",
        config_parameter=HEAL,
        help="What the scheduled check finds missing in the ledger is appended at once. "
        "Otherwise cost controllers are asked to look.",
    )
