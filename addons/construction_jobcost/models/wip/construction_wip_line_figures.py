# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.exceptions import UserError

from ...core.keys import CostKey
from ...core.values import decimal
from ...core.wip import NOTHING, JobFigures
from ...core.wip_schedule import LOSS, REVENUE, entry_parts, presented

COLUMNS = (
    "percent",
    "earned",
    "unearned",
    "overbilled",
    "underbilled",
    "margin",
    "margin_percent",
    "gross_profit",
    "loss_provision",
    "backlog_cost",
    "backlog_profit",
)


class ConstructionWipLine(models.Model):
    """The arithmetic of a line, and its part of the entry."""

    _inherit = "construction.wip.line"

    @api.depends("original_contract", "approved_changes", "stored", "uninstalled_by_hand")
    def _compute_contract(self):
        for line in self:
            line.contract = line.original_contract + line.approved_changes
            line.uninstalled = line.stored + line.uninstalled_by_hand

    @api.depends(
        "contract",
        "estimate",
        "cost",
        "billed",
        "uninstalled",
        "method",
        "units_done",
        "units_estimated",
        "manual_percent",
    )
    def _compute_columns(self):
        for line in self:
            columns = presented(line._get_figures(), decimal(line.currency_id.rounding or 0.01))
            for name in COLUMNS:
                line[name] = float(getattr(columns, name))

    @api.depends("underbilled", "overbilled")
    def _compute_position(self):
        for line in self:
            billed_less = line.underbilled and "under"
            line.position = billed_less or (line.overbilled and "over") or "even"
            line.position_amount = line.underbilled or line.overbilled

    @api.depends("earned", "margin", "previous_line_id")
    def _compute_change(self):
        for line in self:
            before = line.previous_line_id
            line.earned_in_period = line.earned - before.earned
            line.margin_fade = line.margin - before.margin if before else 0.0

    def _get_figures(self):
        """Return the JobFigures of the line."""
        self.ensure_one()
        names = ("contract", "estimate", "cost", "billed", "uninstalled")
        return JobFigures(
            **{name: decimal(self[name]) for name in names},
            method=self.method or "cost",
            complete=self._get_complete(),
        )

    def _get_complete(self):
        """Return the part done (0 to 1) by units or by hand."""
        if self.method == "manual":
            return decimal(self.manual_percent) / 100
        if self.method == "units" and self.units_estimated:
            return decimal(self.units_done) / decimal(self.units_estimated)
        return NOTHING

    @api.model
    def _prepare_inputs(self, previous):
        """Return what a new line proposes: measured as the job was measured before."""
        return {
            "method": previous.method or "cost",
            "units_done": previous.units_done,
            "units_estimated": previous.units_estimated,
            "manual_percent": previous.manual_percent,
        }

    def _check_inputs(self):
        """Raise UserError for lines that lack what their method or their materials need."""
        problems = [
            self.env._("%(job)s: %(problem)s", job=line.project_id.display_name, problem=problem)
            for line in self
            for problem in line._get_problems()
        ]
        if problems:
            raise UserError("\n".join(problems))

    def _get_problems(self):
        self.ensure_one()
        problems = []
        if self.method == "manual" and not (self.method_note or "").strip():
            problems.append(self.env._("a percent by hand needs a note that says why."))
        if self.method == "units" and not self.units_estimated:
            problems.append(self.env._("the units method needs the estimated units."))
        if self.uninstalled_by_hand and not (self.uninstalled_note or "").strip():
            problems.append(self.env._("uninstalled materials by hand need a note."))
        if self.currency_id.compare_amounts(self.uninstalled, self.cost) > 0:
            problems.append(
                self.env._("uninstalled materials are more than the cost to date they are part of.")
            )
        return problems

    # Entry ------------------------------------------------------------------------------------

    def _get_entry_parts(self):
        """Return the EntryPart items of the job."""
        self.ensure_one()
        amounts = (self.overbilled, self.underbilled, self.loss_provision)
        return entry_parts(*map(decimal, amounts))

    def _get_entry_coding(self, role):
        """Return the analytic distribution of an item: profit and loss are the job's.

        What is owed or owned carries none: it would take the job's revenue back.
        """
        self.ensure_one()
        kinds = {REVENUE: "cost_type_revenue", LOSS: "cost_type_other"}
        if role not in kinds:
            return False
        find = self.env["ir.model.data"]._xmlid_to_res_id
        code = find("construction_jobcost.cost_code_uncoded", raise_if_not_found=True)
        kind = find(f"construction_jobcost.{kinds[role]}", raise_if_not_found=True)
        return self.env["construction.cost.key"]._distribution_of(
            CostKey(self.project_id.id, code, kind)
        )
