# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..core.changes import part_tier, tiers_of
from .construction_step_mixin import STEP

#: The states in which figures, parts and lines may be changed.
OPEN_STATES = ("draft", "pending")


class ConstructionChangeOrder(models.Model):
    """A change of a job: potential (PCO), requested (COR), or of the owner's contract (PCCO).

    Lines stand on the lowest tier of the job only; a package amounts to its parts.
    """

    _name = "construction.change.order"
    _description = "Change Order"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "construction.change.number",
        "construction.approval.void",
    ]
    _transitions = {
        "draft": ("pending", "rejected"),
        # from a decision: the package that decided it was voided
        "pending": ("draft", "approved", "no_charge"),
        # from draft and approved: decided with the package
        "approved": ("draft", "pending"),
        "no_charge": ("draft", "pending", "approved"),
        "rejected": ("pending",),
        "void": ("draft", "pending", "approved", "no_charge", "rejected"),
    }
    _order = "project_id, series, number desc, id desc"
    _rec_names_search = ["name", "title"]
    _check_company_auto = True
    _approval_document = "change"
    _approval_guarded_states = ("approved", "no_charge")
    _approval_closed_states = ("draft", "rejected", "void")

    title = fields.Char(required=True, tracking=True)
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
    tier = fields.Selection(
        [
            ("pco", "Potential Change Order"),
            ("cor", "Change Order Request"),
            ("pcco", "Prime Contract Change Order"),
        ],
        required=True,
        compute="_compute_tier",
        store=True,
        readonly=False,
        precompute=True,
        help="Which tiers there are is set on the job.",
    )
    part_tier = fields.Char(compute="_compute_part_tier")
    parent_id = fields.Many2one(
        "construction.change.order",
        string="Part of",
        index=True,
        copy=False,
        check_company=True,
        ondelete="restrict",
    )
    part_ids = fields.One2many("construction.change.order", "parent_id", string="Parts")
    line_ids = fields.One2many("construction.change.line", "change_order_id", copy=True)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("pending", "Pending"),
            ("approved", "Approved"),
            ("no_charge", "No Charge"),
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
        group_expand="_expand_states",
    )
    pending_step = fields.Selection(
        [("in_review", "In Review"), ("pricing", "Pricing"), ("proceeding", "Proceeding")],
        default="in_review",
        copy=False,
        tracking=True,
        help="Proceeding: the work goes on although the change is not approved yet.",
    )
    description = fields.Text(string="Scope", help="What changes in the work.")
    reason_id = fields.Many2one("construction.change.reason", ondelete="restrict", tracking=True)
    origin = fields.Selection(
        [("owner", "Owner"), ("design", "Design"), ("site", "Site"), ("vendor", "Vendor")],
        string="Caused by",
        default="owner",
        tracking=True,
    )
    responsible_id = fields.Many2one(
        "res.users", default=lambda self: self.env.user, ondelete="restrict", tracking=True
    )
    ball_in_court_id = fields.Many2one(
        "res.partner", string="Ball in Court", tracking=True, help="Who has to act next."
    )
    revision_ids = fields.One2many(
        "construction.change.revision", "change_order_id", string="Revisions"
    )

    _name_uniq = models.UniqueIndex("(project_id, name)", "This job has a change of that number.")
    _state_idx = models.Index("(company_id, state, id)")

    @api.model
    def _expand_states(self, states, domain):
        # columns of the board: what waits for somebody shows also when it is empty
        shown = {"draft", "pending", "approved", *states}
        return [state for state, _label in self._fields["state"].selection if state in shown]

    @api.depends("name", "title")
    def _compute_display_name(self):
        for change in self:
            change.display_name = f"{change.name} {change.title or ''}".strip()

    @api.depends("project_id")
    def _compute_tier(self):
        for change in self:
            tiers = tiers_of(change.project_id.change_tiers or "2")
            change.tier = change.tier if change.tier in tiers else tiers[0]

    @api.depends("tier", "project_id.change_tiers")
    def _compute_part_tier(self):
        for change in self:
            depth = change.project_id.change_tiers or "2"
            known = change.tier in tiers_of(depth)
            change.part_tier = part_tier(change.tier, depth) if known else ""

    # Checks -----------------------------------------------------------------------------------

    @api.constrains("tier", "project_id")
    def _check_tier(self):
        labels = dict(self._fields["tier"]._description_selection(self.env))
        for change in self:
            if not change.project_id.is_job:
                raise ValidationError(
                    self.env._(
                        "%(project)s is not a job. Give it a job code first.",
                        project=change.project_id.display_name,
                    )
                )
            if change.tier not in tiers_of(change.project_id.change_tiers):
                raise ValidationError(
                    self.env._(
                        "Changes of %(job)s do not go through the tier %(tier)s. Choose another "
                        "one, or set the tiers on the job.",
                        job=change.project_id.display_name,
                        tier=labels[change.tier],
                    )
                )

    @api.constrains("parent_id", "project_id", "tier")
    def _check_parent_id(self):
        for change in self.filtered("parent_id"):
            package = change.parent_id
            if package.project_id != change.project_id or package.part_tier != change.tier:
                raise ValidationError(
                    self.env._(
                        "%(change)s cannot be part of %(package)s: a package bundles changes of "
                        "the tier below it, of the same job.",
                        change=change.display_name,
                        package=package.display_name,
                    )
                )

    # CRUD -------------------------------------------------------------------------------------

    @api.model
    def _get_series(self, vals):
        job = self.env["project.project"].browse(vals["project_id"])
        tier = vals.get("tier") or self.env.context.get("default_tier")
        return (tier or tiers_of(job.change_tiers or "2")[0]).upper()

    @api.model
    def _transition_fields(self):
        """Return the fields that only a step of the workflow sets."""
        return super()._transition_fields() | {
            "date_submitted",
            "submitted_by_id",
            "date_decided",
            "date_done",
            "decided_with_id",
            "decision_reason",
            "revision",
        }

    @api.model_create_multi
    def create(self, vals_list):
        changes = super().create(vals_list)
        changes.parent_id._check_open()
        return changes

    def write(self, vals):
        if {"project_id", "tier", "name"} & vals.keys():
            self._check_unused()
        if self._approval_content_fields() & vals.keys():
            self._check_open()
        if "parent_id" in vals:
            self._check_free()
        packages = self.parent_id
        result = super().write(vals)
        if "project_id" in vals:
            # the rules were asked before: the change must not land on another team's job
            self.check_access("write")
        if "parent_id" in vals:
            self.parent_id._check_open()
            (packages | self.parent_id)._note_approval_author(self.env.user)
        if {"days_own", "contingency_line_id"} & vals.keys():
            self._mark_figures()
        return result

    def _set(self, **vals):
        self._record_edits()
        # past the checks of what a person writes: a step also frees the parts of a decision
        step = self.with_context(construction_step=STEP)
        return super(ConstructionChangeOrder, step).write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_if_unused(self):
        self._check_unused()

    def _check_unused(self):
        for change in self:
            if change.state != "draft" or change.revision_ids or change.part_ids:
                raise UserError(
                    self.env._(
                        "%(change)s is part of the job's history: its job, tier and number stay, "
                        "and it cannot be deleted. Void it instead.",
                        change=change.display_name,
                    )
                )

    def _check_open(self):
        """Raise UserError when what was decided would change."""
        for change in self:
            if change.state not in OPEN_STATES:
                raise UserError(
                    self.env._(
                        "%(change)s is %(state)s: its figures and parts are what was decided. "
                        "Void it, or enter another change.",
                        change=change.display_name,
                        state=change._get_state_label(),
                    )
                )

    def _check_free(self):
        """Raise UserError when a change would leave a package that is decided."""
        self.parent_id._check_open()
        for change in self:
            if change.state not in (*OPEN_STATES, "approved"):
                raise UserError(
                    self.env._(
                        "%(change)s is %(state)s and cannot become part of a package.",
                        change=change.display_name,
                        state=change._get_state_label(),
                    )
                )

    def _get_state_label(self):
        self.ensure_one()
        return dict(self._fields["state"]._description_selection(self.env))[self.state]
