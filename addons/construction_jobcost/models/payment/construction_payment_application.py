# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from ..construction_step_mixin import STEP

#: Steps of an application that is still worked on; a contract has one of them at a time.
OPEN_STEPS = ("draft", "submitted")


class ConstructionPaymentApplication(models.Model):
    """What a subcontractor asks to be paid for a period, and what is certified of it.

    Each application starts from what the one before left. What was certified before is never
    computed again: a mistake is put right in the next period, or the last one is voided.
    """

    _name = "construction.payment.application"
    _description = "Payment Application"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "construction.approval.mixin",
        "construction.cost.trigger",
    ]
    _step_field = "step"
    _transitions = {
        "draft": ("submitted",),
        "submitted": ("draft",),
        "certified": ("submitted",),
        "void": ("draft", "submitted", "certified"),
    }
    _cost_lines_field = "line_ids"
    _order = "order_id desc, number desc, id desc"
    _rec_names_search = ["name", "vendor_ref", "order_id"]
    _check_company_auto = True
    _approval_document = "payment_application"
    _approval_guarded_states = ("certified", "billed", "paid")
    _approval_closed_states = ("void",)

    name = fields.Char(compute="_compute_name", store=True, index="trigram")
    number = fields.Integer(
        string="Application No.", readonly=True, copy=False, aggregator=False, required=True
    )
    vendor_ref = fields.Char(
        string="Vendor's Invoice No.", copy=False, help="The bill carries it as its reference."
    )
    order_id = fields.Many2one(
        "purchase.order",
        string="Subcontract",
        required=True,
        index=True,
        domain="[('state', '=', 'purchase')]",
        check_company=True,
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
    period_start = fields.Date(required=True)
    period_end = fields.Date(required=True, help="Work until this day is billed.")
    is_final = fields.Boolean(
        string="Final",
        tracking=True,
        help="The last application of the subcontract: no other one follows.",
    )
    line_ids = fields.One2many(
        "construction.payment.application.line", "application_id", string="Continuation Sheet"
    )
    step = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Submitted"),
            ("certified", "Certified"),
            ("void", "Void"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
    )
    bill_id = fields.Many2one(
        "account.move",
        readonly=True,
        copy=False,
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Submitted"),
            ("certified", "Certified"),
            ("billed", "Billed"),
            ("paid", "Paid"),
            ("void", "Void"),
        ],
        string="Status",
        compute="_compute_state",
        store=True,
        index=True,
        tracking=True,
        group_expand=True,
    )
    date_submitted = fields.Date(readonly=True, copy=False)
    date_certified = fields.Date(readonly=True, copy=False)
    void_reason = fields.Text(readonly=True, copy=False, tracking=True)

    # one contract has one application in work: the next starts from what it leaves
    _open_uniq = models.UniqueIndex(
        "(order_id) WHERE step IN ('draft', 'submitted')",
        "The subcontract has an application that is not certified yet. Finish or void it first.",
    )
    _number_uniq = models.UniqueIndex(
        "(order_id, number) WHERE step <> 'void'",
        "Another application of the subcontract has this number.",
    )
    _period = models.Constraint(
        "CHECK (period_end >= period_start)", "The period cannot end before it starts."
    )

    @api.depends("order_id.name", "number")
    def _compute_name(self):
        for application in self:
            application.name = self.env._(
                "%(order)s / Application %(number)s",
                order=application.order_id.name,
                number=application.number,
            )

    @api.depends("step", "bill_id.state", "bill_id.payment_state")
    def _compute_state(self):
        for application in self:
            # Sudo: how far a bill is shows on its application to whoever sees that.
            bill = application.sudo().bill_id
            state = application.step
            if state == "certified" and bill.state == "posted":
                is_paid = bill.payment_state in ("paid", "in_payment")
                state = "paid" if is_paid else "billed"
            application.state = state

    # CRUD -------------------------------------------------------------------------------------

    @api.model
    def _transition_fields(self):
        """Return the fields that only a step of the workflow sets."""
        return super()._transition_fields() | {
            "state",
            "number",
            "bill_id",
            "date_submitted",
            "date_certified",
            "void_reason",
        }

    @api.model_create_multi
    def create(self, vals_list):
        self._check_begins_as_draft(vals_list)
        numbers = self._next_numbers([vals.get("order_id") for vals in vals_list])
        numbering = self.with_context(construction_step=STEP)
        applications = super(ConstructionPaymentApplication, numbering).create(
            [dict(vals, number=number) for vals, number in zip(vals_list, numbers, strict=True)]
        )
        applications = applications.with_env(self.env)
        applications._check_order()
        applications._check_no_final()
        applications._open_lines()
        return applications

    def write(self, vals):
        if {"order_id", "period_start", "period_end", "is_final"} & vals.keys():
            self._check_open()
        if "order_id" in vals:
            raise UserError(
                self.env._("An application stays with its subcontract. Create another one.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_if_draft(self):
        for application in self:
            if application.step != "draft":
                raise UserError(
                    self.env._(
                        "%(application)s was submitted: void it, so that it stays on record.",
                        application=application.display_name,
                    )
                )

    @api.model
    def _next_numbers(self, order_ids):
        """Return the number that follows the last one of each subcontract, in their order."""
        # Sudo: numbers go on whatever the user sees.
        groups = self.sudo()._read_group(
            [("order_id", "in", order_ids), ("step", "!=", "void")], ["order_id"], ["number:max"]
        )
        last = {order.id: number for order, number in groups}
        numbers = []
        for order_id in order_ids:
            last[order_id] = last.get(order_id, 0) + 1
            numbers.append(last[order_id])
        return numbers

    def _check_open(self):
        """Raise UserError when what was certified, and so is untouchable, would change."""
        for application in self:
            if application.step not in OPEN_STEPS:
                raise UserError(
                    self.env._(
                        "%(application)s is certified and stays as it is. Put it right in the "
                        "next application, or void it while it is the last one.",
                        application=application.display_name,
                    )
                )

    def _check_order(self):
        for application in self:
            if application.order_id.state != "purchase":
                raise UserError(
                    self.env._(
                        "%(order)s is not in force: only a confirmed subcontract is billed.",
                        order=application.order_id.display_name,
                    )
                )

    def _check_no_final(self):
        """Raise UserError where the subcontract has its last application already."""
        # Sudo: what was certified counts whoever opens the next one.
        finals = self.sudo().search(
            [
                ("order_id", "in", self.order_id.ids),
                ("is_final", "=", True),
                ("step", "!=", "void"),
                ("id", "not in", self.ids),
            ],
            limit=1,
        )
        if finals:
            raise UserError(
                self.env._(
                    "%(application)s is the final one of its subcontract. Void it, or take the "
                    "mark off while it is not certified, before another one is opened.",
                    application=finals.display_name,
                )
            )
