# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from ..core.approval import Facts
from ..core.budget_change import moved
from ..core.values import decimal

#: What was submitted for approval.
CONTENT_FIELDS = frozenset({"date_from", "date_to", "project_ids", "employee_id", "reason"})


class ConstructionLaborRepricing(models.Model):
    """Hours of the past priced anew after their rates changed: shown first, then approved.

    The hours get their new cost, the ledger what that adds or takes, dated by the days worked
    and marked as late. Hours of lent crews keep what was charged for them.
    """

    _name = "construction.labor.repricing"
    _description = "Labor Repricing"
    _inherit = ["mail.thread", "mail.activity.mixin", "construction.approval.steps"]
    _transitions = {
        "draft": ("submitted", "rejected"),
        "submitted": ("draft",),
        "approved": ("submitted",),
        "rejected": ("submitted",),
    }
    _order = "id desc"
    _check_company_auto = True
    _approval_document = "labor_repricing"

    name = fields.Char(string="Number", readonly=True, copy=False, default="New")
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
        ondelete="restrict",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    date_from = fields.Date(string="Worked from", required=True)
    date_to = fields.Date(string="Worked to", required=True, default=fields.Date.context_today)
    project_ids = fields.Many2many(
        "project.project",
        string="Jobs",
        domain="[('is_job', '=', True)]",
        check_company=True,
        help="Empty: all jobs.",
    )
    employee_id = fields.Many2one(
        "hr.employee", check_company=True, ondelete="restrict", help="Empty: everybody."
    )
    reason = fields.Text(required=True, help="Which rates changed, and why. Kept with the change.")
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Submitted"),
            ("approved", "Applied"),
            ("rejected", "Rejected"),
        ],
        string="Status",
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    reject_reason = fields.Text(readonly=True, copy=False, tracking=True)
    line_ids = fields.One2many(
        "construction.labor.repricing.line", "repricing_id", string="Hours", readonly=True
    )
    amount_total = fields.Monetary(
        string="Net Change",
        compute="_compute_amounts",
        store=True,
        help="What the jobs cost more, or less when negative.",
    )
    amount_moved = fields.Monetary(
        string="Moved",
        compute="_compute_amounts",
        store=True,
        help="The additions or the reductions, what is more: this amount is approved.",
    )

    _days_in_order = models.Constraint(
        "CHECK (date_to >= date_from)", "The last day cannot come before the first."
    )

    @api.depends("line_ids.amount")
    def _compute_amounts(self):
        for repricing in self:
            amounts = [decimal(line.amount) for line in repricing.line_ids]
            repricing.amount_total = float(sum(amounts))
            repricing.amount_moved = float(moved(amounts))

    # CRUD -------------------------------------------------------------------------------------

    @api.model
    def _transition_fields(self):
        return super()._transition_fields() | {"name", "reject_reason", "line_ids"}

    @api.model
    def _prepare_first_values(self, vals_list):
        sequences = self.env["ir.sequence"]
        return super()._prepare_first_values(
            [{**vals, "name": sequences.next_by_code(self._name) or "New"} for vals in vals_list]
        )

    def write(self, vals):
        if (CONTENT_FIELDS | {"company_id"}) & vals.keys():
            self._check_step("draft")
            # Sudo: nobody writes the preview; the right on the document is asked below.
            self.sudo().line_ids.unlink()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_if_draft(self):
        self._check_step("draft")

    # Approval ---------------------------------------------------------------------------------

    @api.model
    def _approval_computed_fields(self):
        return super()._approval_computed_fields() | {"amount_total", "amount_moved"}

    @api.model
    def _approval_content_fields(self):
        return CONTENT_FIELDS

    @api.model
    def _approval_trigger_fields(self):
        return frozenset({"state", "amount_moved"})

    @api.model
    def _approval_depends(self):
        return ["state", "line_ids.amount"]

    def _get_approval_facts(self):
        return {
            repricing.id: Facts(
                moved(decimal(line.amount) for line in repricing.line_ids),
                0,
                frozenset(repricing.line_ids.project_id.ids),
            )
            for repricing in self
        }
