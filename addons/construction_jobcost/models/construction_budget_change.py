# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..core.approval import Facts
from ..core.budget_change import moved
from ..core.values import decimal

#: What was submitted for approval.
CONTENT_FIELDS = frozenset({"kind", "title", "date", "reason", "line_ids"})


class ConstructionBudgetChange(models.Model):
    """A change of a job's budget after the award: a transfer between lines, or a revision."""

    _name = "construction.budget.change"
    _description = "Budget Change"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "construction.approval.void",
        "construction.cost.trigger",
    ]
    _cost_lines_field = "line_ids"
    _transitions = {
        "draft": ("submitted", "rejected"),
        "submitted": ("draft",),
        "approved": ("submitted",),
        "rejected": ("submitted",),
        "void": ("draft", "submitted", "approved", "rejected"),
    }
    _order = "project_id, number desc, id desc"
    _rec_names_search = ["name", "title"]
    _check_company_auto = True
    _approval_document = "budget_change"

    number = fields.Integer(string="No.", readonly=True, copy=False, help="Counts within the job.")
    name = fields.Char(string="Number", compute="_compute_name", store=True)
    title = fields.Char(required=True, tracking=True)
    kind = fields.Selection(
        [("transfer", "Transfer"), ("revision", "Revision")],
        default="transfer",
        required=True,
        tracking=True,
        help="A transfer moves budget between lines of the job, a revision changes its total.",
    )
    project_id = fields.Many2one(
        "project.project",
        string="Job",
        required=True,
        index=True,
        domain=[("is_job", "=", True)],
        ondelete="restrict",
        tracking=True,
    )
    company_id = fields.Many2one(related="project_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(
        required=True,
        default=fields.Date.context_today,
        tracking=True,
        help="The day the budget changes from, once approved.",
    )
    reason = fields.Text(copy=False)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Submitted"),
            ("approved", "Approved"),
            ("rejected", "Rejected"),
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
    date_submitted = fields.Date(readonly=True, copy=False)
    date_approved = fields.Date(readonly=True, copy=False)
    date_void = fields.Date(string="Voided on", readonly=True, copy=False)
    reject_reason = fields.Text(readonly=True, copy=False, tracking=True)
    void_reason = fields.Text(readonly=True, copy=False, tracking=True)
    line_ids = fields.One2many(
        "construction.budget.change.line", "change_id", string="Lines", copy=True
    )
    amount_total = fields.Monetary(
        string="Net Change",
        compute="_compute_amounts",
        store=True,
        tracking=True,
        help="What the job's budget changes by; zero for a transfer.",
    )
    amount_moved = fields.Monetary(
        string="Moved",
        compute="_compute_amounts",
        store=True,
        help="The additions or the reductions, what is more: this amount is approved.",
    )

    _number_uniq = models.UniqueIndex(
        "(project_id, number)", "This job has that number of a budget change already."
    )

    @api.depends("number")
    def _compute_name(self):
        for change in self:
            change.name = f"BC-{change.number:03d}"

    @api.depends("name", "title")
    def _compute_display_name(self):
        for change in self:
            change.display_name = f"{change.name} {change.title or ''}".strip()

    @api.depends("line_ids.amount")
    def _compute_amounts(self):
        for change in self:
            amounts = change.line_ids.mapped("amount")
            change.amount_total = sum(amounts)
            change.amount_moved = float(moved(map(decimal, amounts)))

    # CRUD -------------------------------------------------------------------------------------

    @api.model
    def _transition_fields(self):
        dates = {"date_submitted", "date_approved", "date_void"}
        return super()._transition_fields() | {"number", "reject_reason", "void_reason"} | dates

    @api.model_create_multi
    def create(self, vals_list):
        changes = super().create(vals_list)
        changes._check_job()
        return changes

    @api.model
    def _prepare_first_values(self, vals_list):
        """Add the next free number of each job."""
        jobs = {vals["project_id"] for vals in vals_list if vals.get("project_id")}
        # of two changes of one job at the same moment the later is tried again
        self.env["construction.cost.source.version"]._bump(f"{self._name}.number", jobs)
        # Sudo: the numbers of changes that the user may not see are taken too.
        groups = self.sudo()._read_group(
            [("project_id", "in", list(jobs))], ["project_id"], ["number:max"]
        )
        numbers = defaultdict(int, {job.id: number for job, number in groups})
        result = []
        for vals in vals_list:
            numbers[vals.get("project_id")] += 1
            result.append({**vals, "number": numbers[vals.get("project_id")]})
        return super()._prepare_first_values(result)

    def write(self, vals):
        if "project_id" in vals and any(
            change.project_id.id != vals["project_id"] for change in self
        ):
            raise UserError(
                self.env._(
                    "A budget change stays with its job, which numbers it. Enter a new change for "
                    "the other job."
                )
            )
        if CONTENT_FIELDS & vals.keys():
            self._check_editable()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_if_draft(self):
        self._check_editable()

    def _check_editable(self):
        """Raise UserError when what was submitted would change."""
        for change in self:
            if change.state != "draft":
                raise UserError(
                    self.env._(
                        "%(change)s is no draft any more, its lines are what was submitted. "
                        "Set it to draft to change it; once approved, void it or enter another "
                        "change.",
                        change=change.display_name,
                    )
                )

    def _check_job(self):
        for change in self:
            if not change.project_id.is_job:
                raise UserError(
                    self.env._(
                        "%(project)s is not a job. Give it a job code first.",
                        project=change.project_id.display_name,
                    )
                )

    # Approval and ledger ----------------------------------------------------------------------

    @api.model
    def _approval_computed_fields(self):
        return super()._approval_computed_fields() | {"amount_total", "amount_moved", "company_id"}

    @api.model
    def _approval_content_fields(self):
        return CONTENT_FIELDS

    @api.model
    def _approval_trigger_fields(self):
        return frozenset({"state", "project_id", "amount_moved"})

    @api.model
    def _approval_depends(self):
        return ["state", "line_ids.amount"]

    @api.model
    def _cost_trigger_fields(self):
        return frozenset({"state", "date", "date_void"})

    def _get_approval_facts(self):
        return {
            change.id: Facts(
                moved(decimal(line.amount) for line in change.line_ids),
                0,
                frozenset(change.project_id.ids),
            )
            for change in self
        }
