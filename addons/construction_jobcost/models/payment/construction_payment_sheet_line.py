# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from ...core.payment_application import Claim, Standing
from ...core.values import decimal

#: What a line was before the application, by the name it has in the arithmetic.
BEFORE = {
    "work": "previous_work",
    "stored": "previous_stored",
    "withheld_work": "previous_withheld_work",
    "withheld_stored": "previous_withheld_stored",
    "released": "previous_released",
}
#: What it is after it.
AFTER = {name: f"{name}_to_date" for name in BEFORE}
#: What is claimed, and what is certified of it.
CLAIMED = {"work": "claimed_work", "stored": "claimed_stored", "moved": "claimed_moved"}
CERTIFIED = {"work": "certified_work", "stored": "certified_stored", "moved": "certified_moved"}


class ConstructionPaymentSheetLine(models.AbstractModel):
    """A line of a continuation sheet; amounts in the contract's currency, net of tax.

    A model that inherits this names the item of the contract in ``_item_field`` and declares
    ``application_id`` and its ``step``.
    """

    _name = "construction.payment.sheet.line"
    _description = "Line of a Continuation Sheet"
    _order = "application_id, sequence, id"
    _check_company_auto = True

    #: The field of the item of the contract that the line bills.
    _item_field = ""

    company_id = fields.Many2one("res.company")
    currency_id = fields.Many2one("res.currency")
    sequence = fields.Integer(readonly=True)
    line_ref = fields.Char(string="Item No.", readonly=True)
    name = fields.Char(string="Description of Work", readonly=True)
    scheduled_value = fields.Monetary(readonly=True, help="C: with all changes in force.")
    may_overbill = fields.Boolean(
        string="May Exceed",
        help="More than the scheduled value may be billed on this line in this application.",
    )
    previous_work = fields.Monetary(readonly=True, help="D: certified before.")
    previous_stored = fields.Monetary(readonly=True)
    previous_withheld_work = fields.Monetary(readonly=True)
    previous_withheld_stored = fields.Monetary(readonly=True)
    previous_released = fields.Monetary(readonly=True)
    claimed_quantity = fields.Float(
        string="Quantity this Period", digits="Product Unit", help="Of lines billed by quantity."
    )
    claimed_work = fields.Monetary(
        string="Work this Period",
        compute="_compute_claimed_work",
        store=True,
        readonly=False,
        help="E: without stored material that was installed.",
    )
    claimed_stored = fields.Monetary(string="Newly Stored", help="Material stored this period.")
    claimed_moved = fields.Monetary(
        string="Stored, now Installed", help="Moves from stored material to work in place."
    )
    claimed_percent = fields.Float(
        string="% Complete Claimed",
        compute="_compute_claimed_percent",
        inverse="_inverse_claimed_percent",
        digits=(16, 2),
        help="Of the scheduled value, to date; type it in to have the work of the period follow.",
    )
    certified_work = fields.Monetary()
    certified_stored = fields.Monetary()
    certified_moved = fields.Monetary(string="Certified Installed")
    certify_reason = fields.Char(
        string="Reason", help="Why less, or something else, is certified than was claimed."
    )
    withheld_by_hand = fields.Boolean(
        string="Own Retention", help="Hold back the amount beside instead of what the terms say."
    )
    withheld_amount = fields.Monetary(string="Retention this Period")
    released_amount = fields.Monetary(
        string="Release", help="Retention that is given back with this application."
    )
    work_to_date = fields.Monetary(compute="_compute_to_date", store=True)
    stored_to_date = fields.Monetary(
        string="F Stored", compute="_compute_to_date", store=True, help="Material stored now."
    )
    withheld_work_to_date = fields.Monetary(compute="_compute_to_date", store=True)
    withheld_stored_to_date = fields.Monetary(compute="_compute_to_date", store=True)
    released_to_date = fields.Monetary(compute="_compute_to_date", store=True)
    completed = fields.Monetary(
        string="G Completed and Stored", compute="_compute_figures", help="To date."
    )
    completed_percent = fields.Float(
        string="G/C", compute="_compute_figures", digits=(16, 2), aggregator=False
    )
    balance = fields.Monetary(string="H Balance", compute="_compute_figures")
    held = fields.Monetary(string="I Retention", compute="_compute_figures")

    @api.depends("claimed_quantity")
    def _compute_claimed_work(self):
        for line in self:
            if line._is_by_quantity() and line.claimed_quantity:
                amount = line.claimed_quantity * line._get_item_price()
                line.claimed_work = line.currency_id.round(amount)
            else:
                line.claimed_work = line.claimed_work or 0.0

    def _is_by_quantity(self):
        """Tell whether the line is billed by what was measured."""
        return False

    def _get_item_price(self):
        """Return the price of a unit of the item, net of tax, in the contract's currency."""
        return 0.0

    @api.depends("scheduled_value", "previous_work", "previous_stored", *CLAIMED.values())
    def _compute_claimed_percent(self):
        for line in self:
            done = line.previous_work + line.claimed_work + line.claimed_moved
            value = line.scheduled_value
            line.claimed_percent = done / value * 100 if value else 0.0

    def _inverse_claimed_percent(self):
        for line in self:
            done = line.currency_id.round(line.scheduled_value * line.claimed_percent / 100)
            line.claimed_work = done - line.previous_work - line.claimed_moved

    @api.onchange("claimed_percent")
    def _onchange_claimed_percent(self):
        self._inverse_claimed_percent()

    @api.depends(
        "application_id.step",
        "application_id.line_ids.scheduled_value",
        *(f"application_id.line_ids.{name}" for name in (*CLAIMED.values(), *CERTIFIED.values())),
        *(f"application_id.line_ids.{name}" for name in BEFORE.values()),
        "application_id.line_ids.withheld_by_hand",
        "application_id.line_ids.withheld_amount",
        "application_id.line_ids.released_amount",
    )
    def _compute_to_date(self):
        for application in self.application_id:
            lines = application.line_ids
            for line, standing in zip(lines, application._get_after(), strict=True):
                for name, field in AFTER.items():
                    line[field] = float(getattr(standing, name))

    @api.depends("scheduled_value", *AFTER.values())
    def _compute_figures(self):
        for line in self:
            standing = line._get_after()
            line.completed = float(standing.completed)
            line.completed_percent = float(standing.percent)
            line.balance = float(standing.balance)
            line.held = float(standing.held)

    # Arithmetic -------------------------------------------------------------------------------

    def _get_before(self):
        """Return the Standing of the line before the application."""
        return self._get_standing(BEFORE)

    def _get_after(self):
        """Return the Standing of the line after the application."""
        return self._get_standing(AFTER)

    def _get_standing(self, names):
        self.ensure_one()
        values = {name: decimal(self[field]) for name, field in names.items()}
        return Standing(decimal(self.scheduled_value), **values)

    def _get_claim(self):
        """Return the Claim that counts: what is claimed, once submitted what is certified."""
        self.ensure_one()
        names = CLAIMED if self.step == "draft" else CERTIFIED
        return Claim(
            **{name: decimal(self[field]) for name, field in names.items()},
            withheld=decimal(self.withheld_amount) if self.withheld_by_hand else None,
            released=decimal(self.released_amount),
        )

    def _differs(self, values):
        """Tell whether the line was opened with other values than these."""
        self.ensure_one()
        return any(
            self.currency_id.compare_amounts(self[name], value)
            if self._fields[name].type == "monetary"
            else self[name] != value
            for name, value in values.items()
            if name != self._item_field
        )

    def _is_cut(self):
        """Tell whether something else is certified than was claimed."""
        self.ensure_one()
        return any(
            self.currency_id.compare_amounts(self[claimed], self[certified])
            for claimed, certified in zip(CLAIMED.values(), CERTIFIED.values(), strict=True)
        )

    # CRUD -------------------------------------------------------------------------------------

    @api.model
    def _fields_of_step(self):
        """Return which fields a person fills in, by the step of the application."""
        both = {"withheld_by_hand", "withheld_amount", "released_amount", "may_overbill"}
        claim = {"claimed_quantity", "claimed_percent", *CLAIMED.values()}
        return {"draft": both | claim, "submitted": both | {"certify_reason", *CERTIFIED.values()}}

    @api.model
    def _fields_beside_approval(self):
        """Return the fields that do not change what is to be approved."""
        return frozenset()

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_filled_in(vals.keys() - {"application_id", self._item_field}, "draft")
        lines = super().create(vals_list)
        lines.application_id._check_open()
        lines.application_id._note_approval_author(self.env.user)
        return lines

    def write(self, vals):
        self.check_access("write")
        self.application_id._check_open()
        for step in set(self.mapped("step")):
            self._check_filled_in(vals.keys(), step)
        result = super().write(vals)
        if vals.keys() - self._fields_beside_approval():
            self.application_id._note_approval_author(self.env.user)
        return result

    @api.model
    def _check_filled_in(self, names, step):
        """Raise UserError unless these fields are for a person to fill in at that step."""
        # the sheet itself is opened with the rights of the system
        if not self.env.su and names - self._fields_of_step()[step]:
            raise UserError(
                self.env._(
                    "What a sheet starts from follows from the contract and earlier certificates; "
                    "a claim is changed in draft, and certified amounts once it is submitted."
                )
            )

    @api.constrains(lambda self: ("application_id", self._item_field))
    def _check_item(self):
        for line in self:
            contract_field = line.application_id._contract_field
            contract = line.application_id[contract_field]
            # Sudo: whose item it is does not depend on who looks.
            item = line.sudo()[self._item_field]
            if item[contract._payment_item_contract] != contract:
                raise UserError(
                    self.env._(
                        "%(item)s is no item of %(order)s.",
                        item=item.display_name,
                        order=contract.display_name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_if_open(self):
        self.application_id._check_open()
