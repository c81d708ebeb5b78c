# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from ..construction_step_mixin import STEP

#: What a person fills in; all else comes from the ledger and the arithmetic.
INPUTS = frozenset(
    {
        "method",
        "units_done",
        "units_estimated",
        "manual_percent",
        "method_note",
        "uninstalled_by_hand",
        "uninstalled_note",
    }
)


class ConstructionWipLine(models.Model):
    """One job on a WIP schedule; amounts in company currency."""

    _name = "construction.wip.line"
    _description = "WIP Schedule Line"
    _order = "date desc, schedule_id desc, job_code, id"
    _rec_name = "project_id"
    _check_company_auto = True

    schedule_id = fields.Many2one(
        "construction.wip.schedule", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="schedule_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(related="schedule_id.date", string="Period End", store=True)
    state = fields.Selection(related="schedule_id.state", string="Status", store=True)
    project_id = fields.Many2one(
        "project.project",
        string="Job",
        required=True,
        readonly=True,
        index=True,
        check_company=True,
        ondelete="restrict",
    )
    job_code = fields.Char(related="project_id.job_code", store=True)
    user_id = fields.Many2one(related="project_id.user_id", string="Project Manager")
    previous_line_id = fields.Many2one(
        "construction.wip.line", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    next_line_ids = fields.One2many(
        "construction.wip.line",
        "previous_line_id",
        domain=[("state", "not in", ("void", "reversed"))],
        help="The job on schedules of later periods.",
    )

    original_contract = fields.Monetary(readonly=True)
    approved_changes = fields.Monetary(readonly=True)
    contract = fields.Monetary(
        string="Revised Contract",
        compute="_compute_contract",
        store=True,
        help="Original contract and approved changes.",
    )
    estimate = fields.Monetary(
        string="Estimated Total Cost",
        readonly=True,
        help="Estimate at completion, with the approved forecast.",
    )
    cost = fields.Monetary(
        string="Cost to Date", readonly=True, help="Invoiced, direct cost and accrued."
    )
    billed = fields.Monetary(readonly=True, help="Posted to the owner, net of tax.")
    stored = fields.Monetary(
        string="Stored on Applications",
        readonly=True,
        help="Material stored and not installed, on the last certified application of each "
        "subcontract.",
    )
    uninstalled_by_hand = fields.Monetary(
        string="Other Uninstalled", help="Uninstalled materials in cost besides; with a note."
    )
    uninstalled_note = fields.Char(string="Note on Materials")
    uninstalled = fields.Monetary(
        string="Uninstalled Materials",
        compute="_compute_contract",
        store=True,
        help="In cost to date, and no progress: they earn what they cost and no margin.",
    )
    method = fields.Selection(
        [("cost", "Cost"), ("units", "Units"), ("manual", "Manual")],
        default="cost",
        required=True,
        help="What percent complete is measured by: cost to date of estimated cost, units done "
        "of units estimated, or by hand with a note.",
    )
    units_done = fields.Float(digits="Product Unit")
    units_estimated = fields.Float(digits="Product Unit")
    manual_percent = fields.Float(string="Percent by Hand", digits=(16, 6))
    method_note = fields.Char(string="Note on Percent")

    percent = fields.Float(
        string="% Complete",
        compute="_compute_columns",
        store=True,
        digits=(16, 6),
        aggregator=False,
    )
    earned = fields.Monetary(compute="_compute_columns", store=True)
    unearned = fields.Monetary(
        string="Backlog",
        compute="_compute_columns",
        store=True,
        help="Unearned: what of the contract is still to be earned.",
    )
    underbilled = fields.Monetary(
        compute="_compute_columns", store=True, help="Earned and not billed yet: an asset."
    )
    overbilled = fields.Monetary(
        compute="_compute_columns", store=True, help="Billed and not earned yet: a liability."
    )
    position = fields.Selection(
        [("under", "Underbilled"), ("over", "Overbilled"), ("even", "As Earned")],
        compute="_compute_position",
        store=True,
        help="How what was billed stands to what was earned.",
    )
    position_amount = fields.Monetary(
        string="Under- or Overbilled",
        compute="_compute_position",
        store=True,
        help="Above zero on either side: by position, they are never netted.",
    )
    margin = fields.Monetary(
        string="Estimated Gross Profit",
        compute="_compute_columns",
        store=True,
        help="Revised contract less estimated total cost.",
    )
    margin_percent = fields.Float(
        string="Gross Profit (%)",
        compute="_compute_columns",
        store=True,
        digits=(16, 6),
        aggregator="avg",
    )
    gross_profit = fields.Monetary(
        string="Gross Profit to Date",
        compute="_compute_columns",
        store=True,
        help="Earned less cost and less the provision of a job in loss.",
    )
    loss_provision = fields.Monetary(
        compute="_compute_columns",
        store=True,
        help="What of the whole loss earned less cost does not show yet: taken at once.",
    )
    backlog_cost = fields.Monetary(string="Cost in Backlog", compute="_compute_columns", store=True)
    backlog_profit = fields.Monetary(
        string="Gross Profit in Backlog", compute="_compute_columns", store=True
    )
    previous_percent = fields.Float(
        related="previous_line_id.percent", string="Previous % Complete", aggregator=False
    )
    previous_earned = fields.Monetary(related="previous_line_id.earned", string="Earned before")
    previous_margin = fields.Monetary(
        related="previous_line_id.margin", string="Gross Profit estimated before"
    )
    earned_in_period = fields.Monetary(
        compute="_compute_change", store=True, help="Earned since the schedule before."
    )
    margin_fade = fields.Monetary(
        string="Fade (-) or Gain",
        compute="_compute_change",
        store=True,
        help="How the estimated gross profit changed since the schedule before.",
    )

    _job_uniq = models.UniqueIndex(
        "(schedule_id, project_id)", "A job stands once on a WIP schedule."
    )
    # serves the job's own lines through the periods
    _job_date_idx = models.Index("(project_id, date)")
    _manual_percent_range = models.Constraint(
        "CHECK (manual_percent BETWEEN 0 AND 100)", "Percent complete is between 0 and 100."
    )
    _units_positive = models.Constraint(
        "CHECK (units_done >= 0 AND units_estimated >= 0)", "Units are not below zero."
    )
    _uninstalled_positive = models.Constraint(
        "CHECK (uninstalled >= 0)", "Uninstalled materials are not below zero."
    )

    # CRUD -------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        self._check_is_step()
        return super().create(vals_list)

    def write(self, vals):
        if self.env.context.get("construction_step") is not STEP:
            if vals.keys() - INPUTS:
                self._check_is_step()
            self.schedule_id._check_draft()
        result = super().write(vals)
        if vals.keys() & INPUTS:
            self.schedule_id._note_preparer()
        return result

    def unlink(self):
        self._check_is_step()
        return super().unlink()

    def _check_is_step(self):
        """Raise UserError unless the schedule itself writes what comes from the ledger."""
        if self.env.context.get("construction_step") is not STEP:
            raise UserError(
                self.env._(
                    "The jobs of a WIP schedule and their figures come from the ledger. Fill in "
                    "how percent complete is measured and the uninstalled materials, and recompute."
                )
            )
