# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

TRANSITIONS = {
    "draft": {"awarded", "superseded"},
    "awarded": {"superseded"},
    "superseded": set(),
}


class ConstructionEstimate(models.Model):
    """A priced estimate; the awarded revision is the original budget of the job."""

    _name = "construction.estimate"
    _description = "Estimate"
    _inherit = ["mail.thread", "construction.cost.trigger"]
    _cost_lines_field = "line_ids"
    _order = "project_id, number, revision desc, id"
    _rec_names_search = ["number", "name"]
    _check_company_auto = True

    number = fields.Char(required=True, index=True, tracking=True)
    revision = fields.Integer(tracking=True, help="A higher revision replaces the lower ones.")
    name = fields.Char(string="Title")
    project_id = fields.Many2one(
        "project.project",
        string="Job",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("is_job", "=", True)],
        tracking=True,
    )
    company_id = fields.Many2one(related="project_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(
        required=True,
        default=fields.Date.context_today,
        tracking=True,
        help="The day the budget counts from once awarded.",
    )
    date_superseded = fields.Date(
        readonly=True, copy=False, help="The day a later revision took over the budget."
    )
    state = fields.Selection(
        [("draft", "Draft"), ("awarded", "Awarded"), ("superseded", "Superseded")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    line_ids = fields.One2many("construction.estimate.line", "estimate_id", copy=True)
    amount_total = fields.Monetary(compute="_compute_amount_total", store=True)

    _revision_uniq = models.UniqueIndex(
        "(project_id, number, revision)", "This job has that revision of the estimate already."
    )
    _awarded_uniq = models.UniqueIndex(
        "(project_id, number) WHERE state = 'awarded'",
        "Another revision of this estimate is awarded already.",
    )

    @api.depends("number", "revision", "project_id.job_code")
    def _compute_display_name(self):
        for estimate in self:
            estimate.display_name = f"{estimate.number} Rev. {estimate.revision}"

    @api.depends("line_ids.amount")
    def _compute_amount_total(self):
        for estimate in self:
            estimate.amount_total = sum(estimate.line_ids.mapped("amount"))

    @api.constrains("state")
    def _check_award(self):
        for estimate in self.filtered(lambda estimate: estimate.state == "awarded"):
            if not estimate.line_ids:
                raise ValidationError(
                    self.env._(
                        "Estimate %(estimate)s has no lines. Add what is awarded first.",
                        estimate=estimate.display_name,
                    )
                )
            estimate._check_latest_revision()

    @api.constrains("project_id")
    def _check_project_id(self):
        for estimate in self:
            if not estimate.project_id.is_job:
                raise ValidationError(
                    self.env._(
                        "%(project)s is not a job. Give it a job code first.",
                        project=estimate.project_id.display_name,
                    )
                )

    def _check_latest_revision(self):
        self.ensure_one()
        if self._get_revisions(">").filtered(lambda later: later.state != "draft"):
            raise ValidationError(
                self.env._(
                    "A later revision of estimate %(estimate)s was awarded already. "
                    "Award a revision above it.",
                    estimate=self.display_name,
                )
            )

    def write(self, vals):
        self._check_transition(vals)
        return super().write(vals)

    @api.model
    def _cost_trigger_fields(self):
        return frozenset({"state", "date", "date_superseded"})

    @api.ondelete(at_uninstall=False)
    def _unlink_except_awarded(self):
        for estimate in self:
            if estimate.state != "draft":
                raise UserError(
                    self.env._(
                        "Estimate %(estimate)s is part of the job's history and cannot be deleted.",
                        estimate=estimate.display_name,
                    )
                )

    def action_award(self):
        """Make these revisions the original budget; lower revisions are superseded."""
        for estimate in self:
            if estimate.state == "draft":
                estimate._check_latest_revision()
                estimate._get_revisions("<")._supersede(estimate.date)
                estimate.state = "awarded"
        return True

    def _supersede(self, date):
        """Take these revisions out of the budget from ``date`` on."""
        live = self.filtered(lambda estimate: estimate.state != "superseded")
        for estimate in live:
            if estimate.state == "awarded":
                # the past keeps the budget it had: it ends, it does not vanish
                estimate.date_superseded = max(date, estimate.date)
        live.state = "superseded"
        # the partial unique index has to see this before the new revision is awarded
        live.flush_recordset(["state"])

    def _get_revisions(self, operator):
        """Return the revisions of this estimate below ("<") or above (">") it."""
        self.ensure_one()
        return self.search(
            [
                ("project_id", "=", self.project_id.id),
                ("number", "=", self.number),
                ("revision", operator, self.revision),
            ]
        )

    def _check_transition(self, vals):
        for estimate in self:
            new = vals.get("state", estimate.state)
            if new != estimate.state and new not in TRANSITIONS[estimate.state]:
                raise UserError(
                    self.env._(
                        "Estimate %(estimate)s is %(state)s and stays so. Enter a new revision.",
                        estimate=estimate.display_name,
                        state=dict(self._fields["state"]._description_selection(self.env))[
                            estimate.state
                        ],
                    )
                )
            locked = {"project_id", "number", "revision", "date"} & vals.keys()
            if locked and estimate.state != "draft":
                raise UserError(estimate._locked_message())

    def _locked_message(self):
        self.ensure_one()
        return self.env._(
            "Estimate %(estimate)s is awarded: the budget is locked. Enter a new revision instead.",
            estimate=self.display_name,
        )
