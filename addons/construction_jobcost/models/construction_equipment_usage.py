# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..core.equipment import cost, find_rate
from ..core.values import decimal
from .construction_equipment_rate import UNITS

MAY_APPROVE = (
    "construction_jobcost.group_project_manager",
    "construction_jobcost.group_cost_controller",
)


class ConstructionEquipmentUsage(models.Model):
    """Hours or days that equipment worked on a job: its cost, once they are approved."""

    _name = "construction.equipment.usage"
    _description = "Equipment Use"
    _inherit = ["construction.job.record", "construction.cost.source"]
    _order = "date desc, id desc"
    _check_company_auto = True
    # all that the projection reads stands on the row
    _cost_versioned = False

    equipment_id = fields.Many2one(
        "maintenance.equipment", required=True, index=True, check_company=True, ondelete="restrict"
    )
    project_id = fields.Many2one(
        "project.project",
        string="Job",
        required=True,
        index=True,
        domain=[("is_job", "=", True)],
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        related="project_id.company_id", store=True, precompute=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    cost_code_id = fields.Many2one(
        "construction.cost.code",
        compute="_compute_cost_code_id",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        ondelete="restrict",
    )
    cost_type_id = fields.Many2one(
        "construction.cost.type",
        default=lambda self: self.env.ref("construction_jobcost.cost_type_equipment"),
        required=True,
        check_company=True,
        ondelete="restrict",
    )
    phase_id = fields.Many2one(
        "construction.job.phase",
        domain="[('project_id', '=', project_id)]",
        ondelete="restrict",
    )
    date = fields.Date(required=True, default=fields.Date.context_today)
    quantity = fields.Float(required=True, digits="Product Unit")
    unit = fields.Selection(
        UNITS, compute="_compute_unit", store=True, readonly=False, precompute=True, required=True
    )
    employee_id = fields.Many2one(
        "hr.employee", string="Operator", check_company=True, ondelete="restrict"
    )
    note = fields.Char()
    rate = fields.Monetary(compute="_compute_rate", store=True, help="Of the day of use.")
    amount = fields.Monetary(compute="_compute_amount", store=True)
    state = fields.Selection(
        [("draft", "Draft"), ("approved", "Approved")],
        string="Status",
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    approved_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")

    _quantity_positive = models.Constraint(
        "CHECK (quantity > 0)", "Hours or days of use must be above zero."
    )

    @api.depends("equipment_id")
    def _compute_cost_code_id(self):
        for usage in self:
            usage.cost_code_id = usage.equipment_id.cost_code_id or usage.cost_code_id

    @api.depends("equipment_id")
    def _compute_unit(self):
        for usage in self:
            usage.unit = usage.equipment_id.usage_unit or usage.unit or "hour"

    @api.depends("equipment_id", "company_id", "unit", "date")
    def _compute_rate(self):
        # Sudo: what use costs follows from equipment and rates, whoever enters it.
        equipment = self.sudo().equipment_id
        rates = self.env["construction.equipment.rate"]._get_rates(self.company_id, equipment)
        for usage, piece in zip(self, (usage.sudo().equipment_id for usage in self), strict=True):
            rate = (
                usage.date
                and piece.charged_by == "rate"
                and find_rate(
                    rates.get(usage.company_id.id, ()),
                    piece._origin.id,
                    piece.category_id.id,
                    usage.unit,
                    usage.date,
                )
            )
            usage.rate = float(rate.amount) if rate else 0.0

    @api.depends("quantity", "rate")
    def _compute_amount(self):
        for usage in self:
            currency = usage.currency_id
            usage.amount = currency and float(
                cost(decimal(usage.quantity), decimal(usage.rate), decimal(currency.rounding))
            )

    @api.depends("equipment_id", "date")
    def _compute_display_name(self):
        for usage in self:
            usage.display_name = self.env._(
                "%(equipment)s on %(day)s",
                equipment=usage.equipment_id.display_name,
                day=usage.date,
            )

    # CRUD -------------------------------------------------------------------------------------

    @api.model
    def _step_fields(self):
        """Return the fields that only a step sets."""
        return frozenset({"state", "approved_by_id"})

    @api.model_create_multi
    def create(self, vals_list):
        # named, so that defaults of a caller's context cannot set them
        fixed = {**dict.fromkeys(self._step_fields(), False), "state": "draft"}
        priced = {"rate", "amount"}
        return super().create(
            [{**{name: vals[name] for name in vals.keys() - priced}, **fixed} for vals in vals_list]
        )

    def write(self, vals):
        if (self._step_fields() | {"rate", "amount"}) & vals.keys():
            raise UserError(
                self.env._(
                    "The state of equipment use follows from its steps, its cost from the rates. "
                    "Approve it, or set it to draft."
                )
            )
        self._check_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_if_draft(self):
        self._check_draft()

    def _check_draft(self):
        for usage in self:
            if usage.state != "draft":
                raise UserError(
                    self.env._(
                        "%(usage)s is approved and counts on its job. Set it to draft to change "
                        "it.",
                        usage=usage.display_name,
                    )
                )

    # Steps ------------------------------------------------------------------------------------

    def action_approve(self):
        """Approve use: from its day on it is cost of its job, at the rates of now."""
        self._check_may_approve()
        drafts = self.filtered(lambda usage: usage.state == "draft")
        self.env.add_to_compute(self._fields["rate"], drafts)
        drafts._check_rates()
        drafts._check_coding()
        drafts._set_step(state="approved", approved_by_id=self.env.uid)
        return True

    def action_draft(self):
        """Take approved use back: it counts no more until it is approved again."""
        self._check_may_approve()
        self._set_step(state="draft", approved_by_id=False)
        return True

    def _set_step(self, **vals):
        """Write what a step sets, past the guard of write."""
        return super().write(vals)

    def _check_may_approve(self):
        self.check_access("write")
        user = self.env.user
        if not self.env.su and not any(user.has_group(group) for group in MAY_APPROVE):
            raise AccessError(
                self.env._(
                    "Equipment use is approved by the project manager or by cost controllers."
                )
            )

    def _check_rates(self):
        # Sudo: as in _compute_rate.
        for usage in self.sudo():
            if usage.equipment_id.charged_by == "rate" and not usage.rate:
                units = dict(self._fields["unit"]._description_selection(self.env))
                raise UserError(
                    self.env._(
                        "%(usage)s: there is no rate by %(unit)s on that day, neither of the "
                        "equipment nor of its category. Have it entered in Job Cost > "
                        "Configuration > Equipment Rates.",
                        usage=usage.display_name,
                        unit=units[usage.unit].lower(),
                    )
                )
