# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from ...core.approval import Facts
from ...core.values import decimal


class ConstructionPaymentApplication(models.Model):
    """What a subcontractor asks to be paid for a period, and what is certified of it."""

    _name = "construction.payment.application"
    _description = "Payment Application"
    _inherit = [
        "construction.payment.sheet",
        "construction.retention.billing",
        "construction.cost.trigger",
    ]
    _order = "order_id desc, number desc, id desc"
    _rec_names_search = ["name", "vendor_ref", "order_id"]
    _approval_document = "payment_application"
    _contract_field = "order_id"
    _bill_field = "bill_id"
    _cost_lines_field = "line_ids"

    vendor_ref = fields.Char(
        string="Vendor's Invoice No.", copy=False, help="The bill carries it as its reference."
    )
    order_id = fields.Many2one(
        "purchase.order",
        string="Subcontract",
        required=True,
        index=True,
        domain="[('state', '=', 'purchase')]",
        ondelete="restrict",
    )
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="order_id.currency_id")
    partner_id = fields.Many2one(
        related="order_id.partner_id", string="Vendor", store=True, index="btree_not_null"
    )
    project_id = fields.Many2one(
        related="order_id.project_id", string="Job", store=True, index="btree_not_null"
    )
    line_ids = fields.One2many(
        "construction.payment.application.line", "application_id", string="Continuation Sheet"
    )
    bill_id = fields.Many2one(
        "account.move",
        readonly=True,
        copy=False,
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
    )
    bill_ids = fields.One2many(
        "account.move", "payment_application_id", string="All Bills", readonly=True
    )

    # one contract has one application in work: the next starts from what it leaves
    _open_uniq = models.UniqueIndex(
        "(order_id) WHERE step IN ('draft', 'submitted')",
        "The subcontract has an application that is not certified yet. Finish or void it first.",
    )
    _number_uniq = models.UniqueIndex(
        "(order_id, number) WHERE step <> 'void'",
        "Another application of the subcontract has this number.",
    )

    def _get_retention_day(self):
        return self.period_end

    @api.model
    def _cost_trigger_fields(self):
        return frozenset({"state"})

    def _get_approval_facts(self):
        lines = self.line_ids.order_line_id
        parts = self.env["construction.cost.key"]._parse(lines.mapped("analytic_distribution"))
        jobs = {
            line: {key.project_id for key, _percent in coding}
            for line, coding in zip(lines, parts, strict=True)
        }
        return {
            application.id: Facts(
                decimal(application._in_company_currency(application._get_exposed())),
                application.partner_id.commercial_partner_id.id or 0,
                frozenset().union(*(jobs[line] for line in application.line_ids.order_line_id)),
            )
            for application in self
        }
