# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .construction_equipment_rate import UNITS

FINANCE = "construction_jobcost.group_finance"
#: What the shares are worked out from.
CONTENT_FIELDS = frozenset(
    {
        "company_id",
        "bill_line_id",
        "equipment_ids",
        "date_from",
        "date_to",
        "unit",
        "available",
        "date",
        "amount",
    }
)


class ConstructionRentalAllocation(models.Model):
    """A rental bill shared by the jobs that used what was rented, in proportion of use.

    The bill stands on the yard, or whatever job its line is coded to; what nobody used stays
    there. The shares are a journal entry on the bill's own account with another coding, so
    general ledger, analytic reports and job cost ledger all move the same money once.
    """

    _name = "construction.rental.allocation"
    _description = "Rental Allocation"
    _inherit = ["construction.step.mixin"]
    _transitions = {"entered": ("draft",), "cancelled": ("draft", "entered")}
    _order = "date desc, id desc"
    _check_company_auto = True

    name = fields.Char(string="Number", readonly=True, copy=False, default="New")
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
        ondelete="restrict",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    bill_line_id = fields.Many2one(
        "account.move.line",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
        domain="[('parent_state', '=', 'posted'), ('display_type', '=', 'product'), "
        "('move_id.move_type', 'in', ('in_invoice', 'in_refund')), "
        "('analytic_distribution', '!=', False)]",
        help="The line of the rental bill, coded wholly to the yard.",
    )
    equipment_ids = fields.Many2many(
        "maintenance.equipment",
        check_company=True,
        domain="[('charged_by', '=', 'rental')]",
        help="What the bill is for.",
    )
    date_from = fields.Date("Used from", required=True)
    date_to = fields.Date("Used to", required=True)
    unit = fields.Selection(UNITS, required=True, default="day", string="Shared by")
    available = fields.Float(
        compute="_compute_available",
        store=True,
        readonly=False,
        digits="Product Unit",
        help="Hours or days that were paid for; what was not used of them stays on the yard. "
        "Zero: the jobs that used it share everything.",
    )
    date = fields.Date(
        string="Entry Date",
        compute="_compute_date",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    amount = fields.Monetary(
        string="To Share",
        compute="_compute_amount",
        store=True,
        readonly=False,
        help="Of the bill line, net of tax, in company currency.",
    )
    rest = fields.Monetary(
        string="Stays on the Yard", compute="_compute_rest", help="What was paid for and not used."
    )
    line_ids = fields.One2many(
        "construction.rental.allocation.line", "allocation_id", string="Shares", readonly=True
    )
    state = fields.Selection(
        [("draft", "Draft"), ("entered", "Entered"), ("cancelled", "Cancelled")],
        string="Status",
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    move_id = fields.Many2one(
        "account.move",
        string="Journal Entry",
        readonly=True,
        copy=False,
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    move_state = fields.Selection(related="move_id.state", string="Entry Status")

    _days_in_order = models.Constraint(
        "CHECK (date_to >= date_from)", "The last day cannot come before the first."
    )
    _available_not_negative = models.Constraint(
        "CHECK (available >= 0)", "Hours or days that were paid for cannot be negative."
    )

    @api.depends("date_from", "date_to", "unit", "equipment_ids")
    def _compute_available(self):
        for allocation in self:
            days = (
                (allocation.date_to - allocation.date_from).days + 1
                if allocation.unit == "day" and allocation.date_from and allocation.date_to
                else 0
            )
            allocation.available = days * len(allocation.equipment_ids)

    @api.depends("date_to")
    def _compute_date(self):
        for allocation in self:
            allocation.date = allocation.date_to or fields.Date.context_today(self)

    @api.depends("bill_line_id")
    def _compute_amount(self):
        for allocation in self:
            allocation.amount = allocation._get_left()

    @api.depends("amount", "line_ids.amount")
    def _compute_rest(self):
        for allocation in self:
            allocation.rest = allocation.amount - sum(allocation.line_ids.mapped("amount"))

    # CRUD -------------------------------------------------------------------------------------

    @api.model
    def _transition_fields(self):
        return super()._transition_fields() | {"line_ids", "move_id"}

    @api.model
    def _prepare_first_values(self, vals_list):
        sequences = self.env["ir.sequence"]
        return super()._prepare_first_values(
            [{**vals, "name": sequences.next_by_code(self._name) or "New"} for vals in vals_list]
        )

    def write(self, vals):
        content = CONTENT_FIELDS & vals.keys()
        if content:
            self._check_step("draft")
        result = super().write(vals)
        if content:
            # Sudo: nobody writes shares by hand; the right on the allocation was checked.
            self.sudo().line_ids.unlink()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_entered(self):
        self._check_step("draft", "cancelled")

    # Steps ------------------------------------------------------------------------------------

    def action_compute(self):
        """Work out the shares from approved use."""
        self._check_finance()
        self._check_step("draft")
        for allocation in self:
            # Sudo: as in write.
            sudo = allocation.sudo()
            sudo.line_ids.unlink()
            sudo.env["construction.rental.allocation.line"].create(sudo._prepare_lines())
        return True

    def action_enter(self):
        """Make the draft entry; it is approved and posted as any journal entry on jobs."""
        self.action_compute()
        for allocation in self:
            move = self.env["account.move"].with_company(allocation.company_id)
            move = move.create(allocation._prepare_move())
            allocation._set_step("entered", move_id=move.id)
        return True

    def action_cancel(self):
        """Take back an allocation whose entry is not posted."""
        self._check_finance()
        self._check_step_open("cancelled")
        for allocation in self:
            move = allocation.move_id
            if move.state == "posted":
                raise UserError(
                    self.env._(
                        "%(entry)s is posted. Reset it to draft first.", entry=move.display_name
                    )
                )
            allocation._set_step("cancelled", move_id=False)
            move.unlink()
        return True

    def action_view_entry(self):
        """Open the journal entry."""
        self.ensure_one()
        return self.move_id.get_formview_action()

    def _check_finance(self):
        self.check_access("write")
        if not self.env.su and not self.env.user.has_group(FINANCE):
            raise AccessError(
                self.env._("Only finance allocates rental bills. Ask somebody of finance.")
            )
