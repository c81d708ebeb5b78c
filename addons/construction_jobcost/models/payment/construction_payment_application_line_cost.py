# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from ...core.values import decimal


class ConstructionPaymentApplicationLine(models.Model):
    """What is held back on a line, in the job cost ledger."""

    _name = "construction.payment.application.line"
    _inherit = ["construction.payment.application.line", "construction.retention.source"]
    _retention_document = "payment.application"

    @api.model
    def _cost_trigger_fields(self):
        return frozenset(
            {
                "withheld_work_to_date",
                "withheld_stored_to_date",
                "released_to_date",
                "order_line_id",
            }
        )

    @api.model
    def _get_cost_sweep_domain(self):
        states = self.env["construction.cost.rule"]._get_counted_states("payment.application")
        return [("application_id.state", "in", list(states))]

    def _get_retention_billing(self):
        return self.application_id

    def _get_retention_amounts(self):
        rate = decimal(self.order_id.currency_rate or 1)
        released = decimal(self.released_to_date) - decimal(self.previous_released)
        held = decimal(self.held) - decimal(self._get_held_before())
        return (held + released) / rate, released / rate
