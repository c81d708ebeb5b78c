# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import date_utils

#: Steps in which a forecast holds, or held until the next one.
IN_FORCE = ("approved", "superseded")


class ConstructionForecast(models.Model):
    """What a job will cost in the end, as judged at the end of a month, line by line.

    Its figures are those of the ledger as of that day; from submission on they stay as they
    are, and day and moment of knowledge say how to find them again.
    """

    _name = "construction.forecast"
    _description = "Forecast"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "construction.approval.void",
        "construction.cost.trigger",
        "construction.earned.value",
    ]
    _transitions = {
        "draft": ("submitted",),
        "submitted": ("draft",),
        "approved": ("submitted", "superseded"),
        "superseded": ("approved",),
        "void": ("draft", "submitted", "approved"),
    }
    _cost_lines_field = "line_ids"
    _approval_document = "forecast"
    # sent back, it is worked on again
    _refused_step = "draft"
    _order = "period desc, project_id, id desc"
    _check_company_auto = True

    name = fields.Char(compute="_compute_name", store=True, index="trigram")
    project_id = fields.Many2one(
        "project.project",
        string="Job",
        required=True,
        index=True,
        domain="[('is_job', '=', True), ('job_status', '!=', 'closed')]",
        ondelete="restrict",
        tracking=True,
    )
    company_id = fields.Many2one(related="project_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    user_id = fields.Many2one(
        related="project_id.user_id", string="Project Manager", store=True, index="btree_not_null"
    )
    period = fields.Date(
        string="Month End",
        required=True,
        default=lambda self: self._default_period(),
        help="Costs until this day are in the figures, and the forecast holds from it on.",
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Submitted"),
            ("approved", "Approved"),
            ("superseded", "Superseded"),
            ("void", "Void"),
        ],
        string="Status",
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
        group_expand=True,
    )
    previous_id = fields.Many2one(
        "construction.forecast",
        string="Forecast before",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
    )
    line_ids = fields.One2many("construction.forecast.line", "forecast_id", string="Lines")
    note = fields.Text(string="Remarks", help="What is behind the figures, for who approves them.")
    known_at = fields.Datetime(
        string="Known at",
        readonly=True,
        copy=False,
        help="The figures are what the ledger knew at this moment as of the month's end.",
    )
    author_ids = fields.Many2many(
        "res.users",
        string="Prepared by",
        readonly=True,
        copy=False,
        help="Who filled in or submitted the forecast; none of them approves it.",
    )
    approved_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    date_approved = fields.Datetime(string="Approved on", readonly=True, copy=False)
    superseded_on = fields.Date(
        readonly=True, copy=False, help="The month's end of the forecast that took its place."
    )
    void_reason = fields.Text(readonly=True, copy=False, tracking=True)
    plan_profile = fields.Selection(
        lambda self: self.env["res.company"]._fields["plan_profile"].selection,
        readonly=True,
        copy=False,
    )
    plan_first_percent = fields.Float(readonly=True, copy=False)
    plan_last_percent = fields.Float(readonly=True, copy=False)

    _period_uniq = models.UniqueIndex(
        "(project_id, period) WHERE state <> 'void'",
        "The job has a forecast of this month already. Go on with that one, or void it first.",
    )
    _approved_uniq = models.UniqueIndex(
        "(project_id) WHERE state = 'approved'",
        "Another forecast of the job was approved at the same time. Try again.",
    )
    _period_is_month_end = models.Constraint(
        "CHECK (period = (date_trunc('month', period::timestamp) + interval '1 month - 1 day')"
        "::date)",
        "A forecast is made as of the last day of a month.",
    )

    @api.model
    def _default_period(self):
        """Return the end of the month that is closed now: this one, after its middle."""
        today = fields.Date.context_today(self)
        start = date_utils.start_of(today, "month")
        if today.day > 15:
            return date_utils.end_of(today, "month")
        return date_utils.subtract(start, days=1)

    @api.depends("project_id.job_code", "period")
    def _compute_name(self):
        for forecast in self:
            forecast.name = self.env._(
                "%(job)s / Forecast %(month)s",
                job=forecast.project_id.job_code,
                month=forecast.period and forecast.period.strftime("%Y-%m"),
            )

    @api.onchange("period")
    def _onchange_period(self):
        if self.period:
            self.period = date_utils.end_of(self.period, "month")

    # CRUD -------------------------------------------------------------------------------------

    @api.model
    def _transition_fields(self):
        return super()._transition_fields() | {
            "previous_id",
            "known_at",
            "author_ids",
            "approved_by_id",
            "date_approved",
            "superseded_on",
            "void_reason",
            "plan_profile",
            "plan_first_percent",
            "plan_last_percent",
            "company_id",
            "user_id",
            "name",
        }

    @api.model_create_multi
    def create(self, vals_list):
        period = self._default_period()
        forecasts = super().create(
            [
                dict(
                    vals,
                    period=date_utils.end_of(
                        fields.Date.to_date(vals.get("period")) or period, "month"
                    ),
                )
                for vals in vals_list
            ]
        )
        forecasts.project_id._check_not_closed()
        forecasts._check_is_latest()
        forecasts._open_lines()
        return forecasts

    def write(self, vals):
        if {"project_id", "period"} & vals.keys():
            raise UserError(
                self.env._("A forecast stays with its job and month. Create another one.")
            )
        if "note" in vals:
            self._check_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_if_draft(self):
        for forecast in self:
            if forecast.state != "draft":
                raise UserError(
                    self.env._(
                        "%(forecast)s was submitted: void it, so that it stays on record.",
                        forecast=forecast.display_name,
                    )
                )

    def _check_draft(self):
        """Raise UserError when figures that were submitted would change."""
        for forecast in self:
            if forecast.state != "draft":
                raise UserError(
                    self.env._(
                        "%(forecast)s was submitted and stays as it is. Set it to draft first, "
                        "or put it right in the forecast of the next month.",
                        forecast=forecast.display_name,
                    )
                )

    def _get_last_approved(self):
        """Return {job id: the forecast in force}."""
        # Sudo: what holds does not depend on who looks.
        found = self.sudo().search(
            [("project_id", "in", self.project_id.ids), ("state", "=", "approved")]
        )
        return {forecast.project_id.id: forecast for forecast in found}

    def _check_is_latest(self):
        """Raise UserError where the forecast of the same or a later month is approved."""
        approved = self._get_last_approved()
        for forecast in self:
            last = approved.get(forecast.project_id.id)
            if last and last.period >= forecast.period:
                raise UserError(
                    self.env._(
                        "%(last)s is approved already: forecasts go on from month to month. "
                        "Make one of a later month, or void that one first.",
                        last=last.display_name,
                    )
                )
