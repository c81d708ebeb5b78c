# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

ASKABLE_STATES = ("submitted", "approved")


class ConstructionRfq(models.Model):
    """The same lines asked of several vendors, compared and awarded.

    Each vendor's request for quotation is a purchase order in draft. Until one is awarded and
    confirmed, the requisition alone counts as pending.
    """

    _name = "construction.rfq"
    _description = "Quote Comparison"
    _inherit = ["mail.thread", "construction.step.mixin"]
    _transitions = {"open": ("draft",), "awarded": ("open",), "cancelled": ("draft", "open")}
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(string="Number", required=True, copy=False, default="New", readonly=True)
    requisition_id = fields.Many2one(
        "construction.requisition",
        required=True,
        index=True,
        check_company=True,
        domain=f"[('state', 'in', {ASKABLE_STATES})]",
        ondelete="restrict",
    )
    company_id = fields.Many2one(related="requisition_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    project_id = fields.Many2one(related="requisition_id.project_id", store=True, index=True)
    line_ids = fields.Many2many(
        "construction.requisition.line",
        string="Lines",
        domain="[('requisition_id', '=', requisition_id)]",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
        precompute=True,
    )
    vendor_ids = fields.Many2many("res.partner", string="Vendors", check_company=True)
    date_deadline = fields.Date(string="Quotes until", tracking=True)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("open", "Vendors asked"),
            ("awarded", "Awarded"),
            ("cancelled", "Cancelled"),
        ],
        string="Status",
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    order_ids = fields.One2many("purchase.order", "rfq_id", string="Requests for Quotation")
    order_count = fields.Integer(compute="_compute_order_count")
    quote_ids = fields.One2many("construction.rfq.quote", "rfq_id", readonly=True)
    award_note = fields.Text(string="Why", readonly=True, copy=False)
    awarded_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    date_awarded = fields.Datetime(readonly=True, copy=False)

    @api.depends("requisition_id")
    def _compute_line_ids(self):
        for rfq in self:
            rfq.line_ids = rfq.requisition_id.line_ids.filtered(
                lambda line: line.open_quantity and not line._is_being_bought()
            )

    @api.depends("order_ids")
    def _compute_order_count(self):
        for rfq in self:
            rfq.order_count = len(rfq.order_ids)

    # CRUD -------------------------------------------------------------------------------------

    @api.model
    def _transition_fields(self):
        return super()._transition_fields() | {"award_note", "awarded_by_id", "date_awarded"}

    @api.model
    def _prepare_first_values(self, vals_list):
        sequences = self.env["ir.sequence"]
        return super()._prepare_first_values(
            [{**vals, "name": sequences.next_by_code(self._name) or "New"} for vals in vals_list]
        )

    def write(self, vals):
        content = {"requisition_id", "line_ids", "vendor_ids"} & vals.keys()
        if content and any(rfq.state != "draft" for rfq in self):
            raise UserError(
                self.env._(
                    "The vendors are asked already. Cancel this comparison and make another."
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_if_draft(self):
        if any(rfq.state != "draft" for rfq in self):
            raise UserError(self.env._("Comparisons that went out are kept. Cancel it instead."))

    # Steps ------------------------------------------------------------------------------------

    def action_ask_vendors(self):
        """Make a request for quotation for each vendor."""
        self.check_access("write")
        for rfq in self:
            rfq._check_askable()
            items = [(line, line.open_quantity) for line in rfq.line_ids]
            values = [rfq._prepare_rfq_values(vendor, items) for vendor in rfq.vendor_ids]
            # Sudo: where an order comes from is for the flow to say; the right to ask vendors
            # was checked above.
            self.env["purchase.order"].sudo().create(values)
        self._set_step("open")
        return True

    def _prepare_rfq_values(self, vendor, items):
        """Return the values of the draft order that asks vendor for [(line, quantity)]."""
        self.ensure_one()
        # Sudo: as in action_ask_vendors.
        values = self.requisition_id.sudo()._prepare_order_values(vendor, items)
        lines = values["order_line"]
        currency = vendor.with_company(self.company_id).property_purchase_currency_id
        return {
            **values,
            "rfq_id": self.id,
            "requisition_amount": float(
                sum(line._get_part_amount(quantity) for line, quantity in items)
            ),
            "user_id": self.env.uid,
            "currency_id": (currency or self.currency_id).id,
            # the vendor is to name the price
            "order_line": [Command.create({**line, "price_unit": 0.0}) for _c, _id, line in lines],
        }

    def _check_askable(self):
        self.ensure_one()
        self._check_step_open("open")
        if not self.vendor_ids or not self.line_ids:
            raise UserError(self.env._("Choose the vendors and the lines to ask for."))
        if self.requisition_id.state not in ASKABLE_STATES:
            raise UserError(
                self.env._(
                    "Vendors are asked once %(requisition)s is submitted, and until it is ordered.",
                    requisition=self.requisition_id.display_name,
                )
            )
        for line in self.line_ids:
            if line.requisition_id != self.requisition_id:
                raise UserError(self.env._("Ask for lines of one requisition only."))
            if not line.open_quantity or line._is_being_bought():
                raise UserError(
                    self.env._(
                        "Line %(line)s is ordered, or vendors are asked for it already.",
                        line=line.line_ref,
                    )
                )

    def action_cancel(self):
        """Take the requests for quotation back."""
        self.check_access("write")
        # Sudo: as in action_ask_vendors.
        orders = self.sudo().order_ids.filtered(lambda order: order.state in ("draft", "sent"))
        orders.button_cancel()
        self.filtered(lambda rfq: rfq.state in ("draft", "open"))._set_step("cancelled")
        return True

    def action_compare(self):
        """Open the comparison of lines and vendors."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "construction_jobcost.construction_rfq_comparison_action"
        )
        return {**action, "name": self.name, "context": {"active_id": self.id}}

    def action_view_orders(self):
        """Open the vendors' requests for quotation."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Quotes of %(rfq)s", rfq=self.name),
            "res_model": "purchase.order",
            "views": [(False, "list"), (False, "form")],
            "domain": [("rfq_id", "=", self.id)],
        }
