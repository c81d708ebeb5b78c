# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from ...core.values import decimal


class ConstructionPaymentApplicationLine(models.Model):
    """What is held back on a line, in the job cost ledger."""

    _name = "construction.payment.application.line"
    _inherit = ["construction.payment.application.line", "construction.cost.source"]

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

    def _get_cost_documents(self):
        return {
            line.id: (application._name, application.id, application.name)
            for line in self
            for application in line.application_id
        }

    def _get_cost_projection(self):
        """What billed applications held back and gave back, on the day of the bill."""
        rules = self.env["construction.cost.rule"]
        codings = self._get_codings()
        result = {}
        for line in self:
            application = line.application_id
            bucket = rules._get_bucket("payment.application", application.state)
            coding = [(key, percent) for key, percent in codings[line] if percent > 0]
            amount = decimal(line.held) - decimal(line._get_held_before())
            if bucket and coding and amount:
                result[line.id] = line._project_held(bucket, coding, amount)
        return result

    def _get_codings(self):
        parts = self.env["construction.cost.key"]._parse(
            self.mapped(lambda line: line.order_line_id.analytic_distribution)
        )
        return dict(zip(self, parts, strict=True))

    def _project_held(self, bucket, coding, amount):
        # Sudo: the day of the bill, whoever looks at the certificate.
        bill = self.application_id.sudo().bill_id
        rate = decimal(self.order_id.currency_rate or 1)
        return self.order_line_id._spread(
            bucket, coding, [decimal(0), amount / rate], bill.date, decimal(0)
        )
