# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import date_utils, format_date

#: Columns that the schedule sums up; over- and underbilled each for itself.
TOTALS = (
    "contract",
    "estimate",
    "margin",
    "cost",
    "earned",
    "unearned",
    "billed",
    "underbilled",
    "overbilled",
    "gross_profit",
    "loss_provision",
    "backlog_cost",
    "backlog_profit",
)


class ConstructionWipSchedule(models.Model):
    """The work in progress of a company at a period end: earned against billed, job by job.

    The figures come from the ledger as of the period end. Submitting freezes what is known; who
    signs is somebody else than who prepared it. Signed, it stands in the books for that period.
    """

    _name = "construction.wip.schedule"
    _description = "WIP Schedule"
    _inherit = ["mail.thread", "mail.activity.mixin", "construction.step.mixin"]
    _order = "date desc, id desc"
    _check_company_auto = True
    _transitions = {
        "draft": ("submitted",),
        "submitted": ("draft",),
        "approved": ("submitted",),
        "reversed": ("approved",),
        "void": ("draft", "submitted"),
    }

    name = fields.Char(compute="_compute_name", store=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        index=True,
        ondelete="restrict",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(
        string="Period End",
        required=True,
        default=lambda self: self._default_date(),
        tracking=True,
        help="The last day of a month: figures are as of this day.",
    )
    reversal_date = fields.Date(string="Reversed on", compute="_compute_reversal_date")
    known_at = fields.Datetime(
        string="As Known at",
        readonly=True,
        copy=False,
        help="What was recorded later is not in the figures. Set when it is submitted.",
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Submitted"),
            ("approved", "Signed"),
            ("reversed", "Reversed"),
            ("void", "Void"),
        ],
        string="Status",
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    previous_id = fields.Many2one(
        "construction.wip.schedule",
        string="Compared with",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The signed schedule of the period before.",
    )
    line_ids = fields.One2many("construction.wip.line", "schedule_id", string="Jobs")
    preparer_ids = fields.Many2many(
        "res.users",
        "construction_wip_schedule_preparer_rel",
        "schedule_id",
        "user_id",
        string="Prepared by",
        readonly=True,
        copy=False,
        help="Who opened it, filled something in or submitted it may not sign it.",
    )
    signed_by = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    signed_on = fields.Datetime(readonly=True, copy=False)
    reason = fields.Text(string="Why Reversed or Void", readonly=True, copy=False, tracking=True)
    move_id = fields.Many2one(
        "account.move",
        string="Revenue Entry",
        readonly=True,
        copy=False,
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    reversal_id = fields.Many2one(
        "account.move",
        readonly=True,
        copy=False,
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    job_count = fields.Integer(string="Number of Jobs", compute="_compute_totals", store=True)
    loss_count = fields.Integer(string="Jobs in Loss", compute="_compute_totals", store=True)
    contract = fields.Monetary(compute="_compute_totals", store=True)
    estimate = fields.Monetary(string="Estimated Total Cost", compute="_compute_totals", store=True)
    margin = fields.Monetary(string="Estimated Gross Profit", compute="_compute_totals", store=True)
    cost = fields.Monetary(string="Cost to Date", compute="_compute_totals", store=True)
    earned = fields.Monetary(compute="_compute_totals", store=True)
    unearned = fields.Monetary(string="Backlog", compute="_compute_totals", store=True)
    billed = fields.Monetary(compute="_compute_totals", store=True)
    underbilled = fields.Monetary(compute="_compute_totals", store=True)
    overbilled = fields.Monetary(compute="_compute_totals", store=True)
    gross_profit = fields.Monetary(
        string="Gross Profit to Date", compute="_compute_totals", store=True
    )
    loss_provision = fields.Monetary(compute="_compute_totals", store=True)
    backlog_cost = fields.Monetary(string="Cost in Backlog", compute="_compute_totals", store=True)
    backlog_profit = fields.Monetary(
        string="Gross Profit in Backlog", compute="_compute_totals", store=True
    )

    # two people who prepare the same period at the same time: the second one fails
    _period_uniq = models.UniqueIndex(
        "(company_id, date) WHERE state IN ('draft', 'submitted', 'approved')",
        "The company has a WIP schedule of this period already. Open that one; a signed one is "
        "reversed with a reason before another is made.",
    )

    @api.model
    def _default_date(self):
        return fields.Date.context_today(self).replace(day=1) - relativedelta(days=1)

    @api.depends("date")
    def _compute_name(self):
        for schedule in self:
            schedule.name = f"WIP {schedule.date}"

    @api.depends("date")
    def _compute_display_name(self):
        for schedule in self:
            schedule.display_name = self.env._(
                "WIP %(date)s", date=format_date(self.env, schedule.date)
            )

    @api.depends("date")
    def _compute_reversal_date(self):
        for schedule in self:
            schedule.reversal_date = schedule.date and schedule.date + relativedelta(days=1)

    @api.depends(*(f"line_ids.{name}" for name in TOTALS))
    def _compute_totals(self):
        for schedule in self:
            schedule.job_count = len(schedule.line_ids)
            schedule.loss_count = len(schedule.line_ids.filtered(lambda line: line.margin < 0))
            for name in TOTALS:
                schedule[name] = sum(schedule.line_ids.mapped(name))

    @api.constrains("date")
    def _check_date(self):
        for schedule in self:
            if schedule.date != date_utils.end_of(schedule.date, "month"):
                raise ValidationError(
                    self.env._(
                        "A period ends on the last day of a month, %(date)s does not. Choose "
                        "another day.",
                        date=format_date(self.env, schedule.date),
                    )
                )

    # CRUD -------------------------------------------------------------------------------------

    @api.model
    def _transition_fields(self):
        return super()._transition_fields() | {
            "known_at",
            "previous_id",
            "preparer_ids",
            "signed_by",
            "signed_on",
            "reason",
            "move_id",
            "reversal_id",
            "job_count",
            "loss_count",
            "name",
            *TOTALS,
        }

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_no_lines(vals)
        schedules = super().create(vals_list)
        schedules._refresh()
        return schedules

    def write(self, vals):
        if {"company_id", "date"} & vals.keys():
            raise UserError(
                self.env._("A schedule stays with its company and period. Make another one.")
            )
        return super().write(vals)

    @api.model
    def _check_no_lines(self, vals):
        if vals.get("line_ids"):
            raise UserError(
                self.env._("The jobs of a schedule and their figures come from the ledger.")
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_if_draft(self):
        if any(schedule.state != "draft" for schedule in self):
            raise UserError(
                self.env._("A WIP schedule that was submitted is kept. Void it instead.")
            )
