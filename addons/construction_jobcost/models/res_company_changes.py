# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    change_event_cost = fields.Boolean(
        string="Expect the Cost of Change Events",
        default=True,
        help="Open events count in the projected cost until a change order carries them.",
    )
    change_slow_days = fields.Integer(
        string="Slow Change after",
        default=30,
        help="Days a change may wait for its decision before it is listed as slow.",
    )

    def write(self, vals):
        result = super().write(vals)
        if "change_event_cost" in vals:
            # Sudo: the ledger follows the setting, whoever may see the events.
            lines = self.env["construction.change.event.line"].sudo()
            self.env["construction.cost.entry"]._mark_stale(
                lines.search([("company_id", "in", self.ids)])
            )
        return result
