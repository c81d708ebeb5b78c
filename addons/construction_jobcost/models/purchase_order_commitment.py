# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

SEQUENCES = {"subcontract": "construction.subcontract"}


class PurchaseOrder(models.Model):
    """The kinds of commitments, and the terms of a subcontract."""

    _inherit = "purchase.order"

    commitment_type = fields.Selection(
        [
            ("material", "Material Order"),
            ("subcontract", "Subcontract"),
            ("service", "Service Order"),
        ],
        default="material",
        required=True,
        tracking=True,
        help="A subcontract has a number range of its own and a schedule of values.",
    )
    title = fields.Char(string="Commitment Title", tracking=True)
    contract_amount = fields.Monetary(
        string="Contract Sum",
        copy=False,
        help="As signed, net of tax. The schedule of values has to sum up to it. "
        "Empty: what the lines sum up to.",
    )
    is_executed = fields.Boolean(string="Executed", copy=False, tracking=True)
    executed_date = fields.Date(string="Executed on", copy=False, tracking=True)
    executed_document = fields.Binary(string="Signed Document", attachment=True, copy=False)
    executed_document_name = fields.Char(copy=False)
    start_date = fields.Date(string="Start", copy=False, tracking=True)
    finish_date = fields.Date(string="Finish", copy=False, tracking=True)
    vendor_contact_id = fields.Many2one(
        "res.partner",
        domain="[('parent_id', '=', partner_id)]",
        ondelete="restrict",
        help="Who answers for the work on the vendor's side.",
    )
    scope = fields.Html(string="Scope of Work", help="Inclusions, exclusions and clarifications.")
    insurance_due_date = fields.Date(
        string="Insurance Due", help="The vendor hands in the certificate until this day."
    )
    retention_work_percent = fields.Float(
        string="Retention on Work (%)",
        digits=(5, 2),
        help="Held back from each payment for completed work. Bands replace it.",
    )
    retention_stored_percent = fields.Float(string="Retention on Stored (%)", digits=(5, 2))
    retention_tier_ids = fields.One2many(
        "construction.retention.tier", "order_id", string="Retention Bands", copy=True
    )

    _retention_percents = models.Constraint(
        "CHECK (LEAST(retention_work_percent, retention_stored_percent) >= 0 "
        "AND GREATEST(retention_work_percent, retention_stored_percent) <= 100)",
        "Retention is a percentage between 0 and 100.",
    )
    _work_in_order = models.Constraint(
        "CHECK (finish_date >= start_date)", "The work cannot finish before it starts."
    )
    _executed_dated = models.Constraint(
        "CHECK (NOT is_executed OR executed_date IS NOT NULL)",
        "Give the day on which the commitment was executed.",
    )

    @api.onchange("is_executed")
    def _onchange_is_executed(self):
        if self.is_executed and not self.executed_date:
            self.executed_date = fields.Date.context_today(self)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            kind = vals.get("commitment_type") or self.default_get(["commitment_type"]).get(
                "commitment_type"
            )
            if kind in SEQUENCES and vals.get("name", "New") == "New":
                company_id = vals.get("company_id") or self.env.company.id
                sequences = self.env["ir.sequence"].with_company(company_id)
                vals["name"] = sequences.next_by_code(SEQUENCES[kind]) or "New"
        return super().create(vals_list)

    def write(self, vals):
        if "commitment_type" in vals:
            self._check_type_open(vals["commitment_type"])
        return super().write(vals)

    def _check_type_open(self, kind):
        for order in self:
            if order.state == "purchase" and order.commitment_type != kind:
                raise ValidationError(
                    self.env._(
                        "%(order)s is in force: its kind stays what it is.",
                        order=order.display_name,
                    )
                )

    def button_confirm(self):
        self.filtered(lambda order: order.state in ("draft", "sent"))._check_contract_amount()
        return super().button_confirm()

    def _check_contract_amount(self):
        """Raise UserError unless the schedule of values ties to the contract sum."""
        for order in self.filtered("contract_amount"):
            if order.currency_id.compare_amounts(order.contract_amount, order.amount_untaxed):
                raise UserError(
                    self.env._(
                        "%(order)s: the schedule of values sums up to %(sum)s, the contract is "
                        "%(contract)s. Correct the lines or the contract sum.",
                        order=order.display_name,
                        sum=order.currency_id.format(order.amount_untaxed),
                        contract=order.currency_id.format(order.contract_amount),
                    )
                )
