# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..core.projection import Projected
from ..core.values import decimal


class ConstructionMilestone(models.Model):
    """A part of a subcontract line that is accepted when something agreed is reached."""

    _name = "construction.milestone"
    _description = "Milestone"
    _inherit = ["mail.thread", "construction.cost.source"]
    _order = "order_id, order_line_id, planned_date, id"
    _check_company_auto = True

    name = fields.Char(required=True, tracking=True)
    order_line_id = fields.Many2one(
        "purchase.order.line",
        required=True,
        index=True,
        domain="[('display_type', '=', False), ('qty_received_method', '=', 'manual')]",
        check_company=True,
        ondelete="restrict",
    )
    order_id = fields.Many2one(related="order_line_id.order_id", store=True, index=True)
    company_id = fields.Many2one(related="order_line_id.company_id", store=True)
    currency_id = fields.Many2one(related="order_id.currency_id")
    partner_id = fields.Many2one(related="order_id.partner_id", string="Vendor")
    basis = fields.Selection(
        [("percent", "Percent"), ("amount", "Amount")], default="percent", required=True
    )
    percent = fields.Float(
        string="Percent of Line", digits=(16, 6), help="Of the line's value, changes included."
    )
    fixed_amount = fields.Monetary(string="Agreed Amount", help="Net of tax, order's currency.")
    amount = fields.Monetary(
        string="Value", compute="_compute_amount", help="Net of tax, order's currency."
    )
    planned_date = fields.Date(tracking=True)
    reached_date = fields.Date(string="Reached on", readonly=True, copy=False, tracking=True)
    confirmed_by_id = fields.Many2one(
        "res.users", string="Confirmed by", readonly=True, copy=False, ondelete="restrict"
    )
    state = fields.Selection(
        [("planned", "Planned"), ("reached", "Reached")],
        string="Status",
        compute="_compute_state",
        store=True,
        tracking=True,
    )

    _value_given = models.Constraint(
        "CHECK (basis = 'percent' AND percent > 0 AND percent <= 100 "
        "OR basis = 'amount' AND fixed_amount <> 0)",
        "Give the milestone a percentage between 0 and 100, or an amount.",
    )

    @api.depends("basis", "percent", "fixed_amount", "order_line_id.price_subtotal")
    def _compute_amount(self):
        for milestone in self:
            by_percent = milestone.order_line_id.price_subtotal * milestone.percent / 100
            milestone.amount = (
                by_percent if milestone.basis == "percent" else milestone.fixed_amount
            )

    @api.depends("reached_date")
    def _compute_state(self):
        for milestone in self:
            milestone.state = "reached" if milestone.reached_date else "planned"

    @api.constrains("order_line_id")
    def _check_order_line(self):
        for milestone in self:
            # Sudo: what kind of line it is does not depend on who looks.
            line = milestone.order_line_id.sudo()
            if line.display_type or line.qty_received_method != "manual":
                raise ValidationError(
                    self.env._(
                        "%(milestone)s: the line is for goods, which are received by a transfer. "
                        "Choose a line of work.",
                        milestone=milestone.name,
                    )
                )

    # CRUD -------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_no_step(name for name, value in vals.items() if value)
        return super().create(vals_list)

    def write(self, vals):
        self._check_no_step(vals)
        if {"order_line_id", "basis", "percent", "fixed_amount"} & vals.keys():
            self._check_planned()
        result = super().write(vals)
        if "order_line_id" in vals:
            # the rules were asked before: it must not land on another team's order
            self.check_access("write")
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_if_planned(self):
        self._check_planned()

    @api.model
    def _check_no_step(self, names):
        if {"reached_date", "confirmed_by_id", "state"} & set(names):
            raise UserError(
                self.env._("That a milestone is reached is confirmed, not written. Confirm it.")
            )

    def _check_planned(self):
        for milestone in self:
            if milestone.reached_date:
                raise UserError(
                    self.env._(
                        "%(milestone)s is reached. Take the confirmation back to change it.",
                        milestone=milestone.name,
                    )
                )

    # Steps ------------------------------------------------------------------------------------

    def action_reach(self, date=None):
        """Confirm milestones as reached on ``date`` (default today): their value is received."""
        self.order_id._check_may_confirm()
        self._check_planned()
        self.order_id._check_receivable(self.order_line_id)
        for milestone in self:
            day = fields.Date.to_date(date) or milestone.order_line_id._get_today()
            milestone._set(reached_date=day, confirmed_by_id=self.env.uid)
        return True

    def action_withdraw(self, reason=None):
        """Take the confirmation of milestones back; the reason is kept."""
        self.order_id._check_may_confirm()
        reason = self.order_id._required_reason(reason)
        for milestone in self.filtered("reached_date"):
            milestone._set(reached_date=False, confirmed_by_id=False)
            # Sudo: the right to confirm, checked above, replaces the right to write.
            milestone.sudo().message_post(body=self.env._("Taken back: %(r)s", r=reason))
        return True

    def action_ask_withdraw(self):
        """Ask for the reason of taking the confirmation back."""
        return self.order_id._open_approval_wizard("withdraw", res_model=self._name, res_id=self.id)

    def _set(self, **vals):
        # Sudo: the right to confirm, which the caller checked, replaces the right to write;
        # past the write of this model, which refuses the fields of the steps.
        return super(ConstructionMilestone, self.sudo()).write(vals)

    # Cost source ------------------------------------------------------------------------------

    @api.model
    def _cost_trigger_fields(self):
        return frozenset({"order_line_id", "basis", "percent", "fixed_amount", "reached_date"})

    @api.model
    def _get_cost_sweep_domain(self):
        return [("reached_date", "!=", False)]

    def _get_cost_documents(self):
        return {milestone.id: (self._name, milestone.id, milestone.name) for milestone in self}

    def _get_quantity(self):
        """Return the part of its line that the milestone is, in the line's unit (Decimal)."""
        self.ensure_one()
        line = self.order_line_id
        quantity = decimal(line.product_qty)
        if self.basis == "percent":
            return quantity * decimal(self.percent) / 100
        if not line.price_subtotal:
            return decimal(0)
        return quantity * decimal(self.fixed_amount) / decimal(line.price_subtotal)

    def _get_cost_projection(self):
        """Reached milestones at the value of their part of the line, on their days."""
        bucket = self.env["construction.cost.rule"]._get_bucket("milestone", "reached")
        reached = self.filtered(
            lambda r: bucket and r.reached_date and r.order_line_id.state == "purchase"
        )
        lines = reached.order_line_id
        parts = self.env["construction.cost.key"]._parse(lines.mapped("analytic_distribution"))
        codings = dict(zip(lines, parts, strict=True))
        return {
            milestone.id: milestone._project_value(bucket, codings[milestone.order_line_id])
            for milestone in reached
        }

    def _project_value(self, bucket, coding) -> list[Projected]:
        line, quantity = self.order_line_id, self._get_quantity()
        coding = [(key, percent) for key, percent in coding if percent > 0]
        if not coding:
            return []
        ends = [decimal(0), quantity * line._get_net_price()]
        return line._spread(bucket, coding, ends, self.reached_date, quantity)
