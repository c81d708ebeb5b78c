# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..core.approval import Facts
from ..core.values import decimal

#: What was submitted for approval.
CONTENT_FIELDS = frozenset({"title", "reason", "line_ids"})


class ConstructionCostReallocation(models.Model):
    """Cost of a job that belongs elsewhere: on another budget line, or on another job.

    What was recorded stays as it is; the reallocation takes it out of one budget line and puts
    it into another, so all its amounts sum up to zero.
    """

    _name = "construction.cost.reallocation"
    _description = "Cost Reallocation"
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
    _approval_document = "reallocation"

    number = fields.Integer(readonly=True, copy=False, help="Counts within the job.")
    name = fields.Char(string="Reference", compute="_compute_name", store=True)
    title = fields.Char(required=True, tracking=True)
    project_id = fields.Many2one(
        "project.project",
        string="From Job",
        required=True,
        index=True,
        domain=[("is_job", "=", True)],
        ondelete="restrict",
        tracking=True,
    )
    company_id = fields.Many2one(related="project_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
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
    )
    date_submitted = fields.Date(readonly=True, copy=False)
    date_approved = fields.Date(readonly=True, copy=False)
    date_void = fields.Date(string="Voided from", readonly=True, copy=False)
    reject_reason = fields.Text(readonly=True, copy=False, tracking=True)
    void_reason = fields.Text(readonly=True, copy=False, tracking=True)
    line_ids = fields.One2many("construction.cost.reallocation.line", "reallocation_id")
    move_ids = fields.Many2many(
        "account.move",
        "construction_cost_reallocation_move_rel",
        "reallocation_id",
        "move_id",
        string="Journal Entries",
        readonly=True,
        copy=False,
    )
    move_count = fields.Integer(compute="_compute_move_count", compute_sudo=True)
    amount_moved = fields.Monetary(
        string="Moved",
        compute="_compute_amount_moved",
        store=True,
        help="The sum of what is moved, credits without their sign: this amount is approved.",
    )

    _number_uniq = models.UniqueIndex(
        "(project_id, number)", "This job has that number of a reallocation already."
    )

    @api.depends("number")
    def _compute_name(self):
        for document in self:
            document.name = f"RA-{document.number:03d}"

    @api.depends("name", "title")
    def _compute_display_name(self):
        for document in self:
            document.display_name = f"{document.name} {document.title or ''}".strip()

    @api.depends("move_ids")
    def _compute_move_count(self):
        for document in self:
            document.move_count = len(document.move_ids)

    @api.depends("line_ids.amount")
    def _compute_amount_moved(self):
        for document in self:
            document.amount_moved = sum(abs(line.amount) for line in document.line_ids)

    # CRUD -------------------------------------------------------------------------------------

    @api.model
    def _transition_fields(self):
        dates = {"date_submitted", "date_approved", "date_void"}
        return (
            super()._transition_fields() | {"number", "reject_reason", "void_reason", "move_ids"}
        ) | dates

    @api.model_create_multi
    def create(self, vals_list):
        documents = super().create(vals_list)
        documents._check_job()
        return documents

    @api.model
    def _prepare_first_values(self, vals_list):
        """Add the next free number of each job."""
        jobs = {vals["project_id"] for vals in vals_list if vals.get("project_id")}
        # of two documents of one job at the same moment the later is tried again
        self.env["construction.cost.source.version"]._bump(f"{self._name}.number", jobs)
        # Sudo: the numbers of documents that the user may not see are taken too.
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
            document.project_id.id != vals["project_id"] for document in self
        ):
            raise UserError(
                self.env._(
                    "A reallocation stays with the job that it takes cost from, which numbers it. "
                    "Enter a new one for the other job."
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
        for document in self:
            if document.state != "draft":
                raise UserError(
                    self.env._(
                        "%(document)s is no draft any more, its lines are what was submitted. "
                        "Set it to draft to change it; once approved, void it and enter another.",
                        document=document.display_name,
                    )
                )

    def _check_job(self):
        for document in self:
            if not document.project_id.is_job:
                raise UserError(
                    self.env._(
                        "%(project)s is not a job. Give it a job code first.",
                        project=document.project_id.display_name,
                    )
                )

    # Approval and ledger ----------------------------------------------------------------------

    @api.model
    def _approval_computed_fields(self):
        return super()._approval_computed_fields() | {"amount_moved", "company_id"}

    @api.model
    def _approval_content_fields(self):
        return CONTENT_FIELDS

    @api.model
    def _approval_trigger_fields(self):
        return frozenset({"state", "project_id", "amount_moved"})

    @api.model
    def _approval_depends(self):
        return ["state", "line_ids.amount", "line_ids.target_project_id"]

    @api.model
    def _cost_trigger_fields(self):
        return frozenset({"state", "date_void"})

    def _get_approval_facts(self):
        return {
            document.id: Facts(
                sum((abs(decimal(line.amount)) for line in document.line_ids), decimal(0)),
                0,
                frozenset((document.project_id | document.line_ids.target_project_id).ids),
            )
            for document in self
        }
