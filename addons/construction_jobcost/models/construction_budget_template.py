# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from ..core.values import decimal


class ConstructionBudgetTemplate(models.Model):
    """Budget lines that jobs of a kind have in common."""

    _name = "construction.budget.template"
    _description = "Budget Template"
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    size_name = fields.Char(
        string="Size", help="What the size of a job is measured by, e.g. floor area."
    )
    size_uom_id = fields.Many2one("uom.uom", string="Unit of Size", ondelete="restrict")
    note = fields.Text(string="Notes")
    line_ids = fields.One2many("construction.budget.template.line", "template_id", copy=True)
    amount_fixed = fields.Monetary(
        string="For the Job", compute="_compute_amounts", help="Whatever the size of the job."
    )
    amount_per_unit = fields.Monetary(
        string="For Each Unit", compute="_compute_amounts", help="For each unit of the job's size."
    )
    needs_size = fields.Boolean(compute="_compute_needs_size")

    @api.depends("line_ids.amount", "line_ids.is_per_unit")
    def _compute_amounts(self):
        for template in self:
            per_unit = template.line_ids.filtered("is_per_unit")
            template.amount_per_unit = sum(per_unit.mapped("amount"))
            template.amount_fixed = sum((template.line_ids - per_unit).mapped("amount"))

    @api.depends("line_ids.is_per_unit")
    def _compute_needs_size(self):
        for template in self:
            template.needs_size = any(template.line_ids.mapped("is_per_unit"))

    def _apply(self, estimate, size=0.0):
        """Add what the template gives for a job of this size to a draft estimate.

        size: in the unit of the template. Returns the new lines; raises UserError for a size
        that is missing, for phases that the job does not have and for a job of another company.
        """
        self.ensure_one()
        self._check_company_of(estimate.project_id)
        if self.needs_size and size <= 0:
            raise UserError(
                self.env._(
                    "Template %(template)s has lines per unit. Give the size of the job: "
                    "%(name)s %(unit)s.",
                    template=self.name,
                    name=self.size_name or "",
                    unit=self.size_uom_id.name or "",
                )
            )
        phases = self._find_phases(estimate.project_id)
        start = max(estimate.line_ids.mapped("sequence"), default=0)
        return self.env["construction.estimate.line"].create(
            [
                {
                    **line._prepare_estimate_line_values(decimal(size)),
                    "estimate_id": estimate.id,
                    "sequence": start + place,
                    "phase_id": phases[line.phase_code].id if line.phase_code else False,
                }
                for place, line in enumerate(self.line_ids, 1)
            ]
        )

    def _check_company_of(self, job):
        """Raise UserError when the template is another company's than the job."""
        if job.company_id != self.company_id:
            raise UserError(
                self.env._(
                    "Template %(template)s is for jobs of %(company)s. Choose a template of the "
                    "company of %(job)s.",
                    template=self.name,
                    company=self.company_id.name,
                    job=job.display_name,
                )
            )

    def _find_phases(self, job):
        """Return {code: phase of the job} of the phases that the lines name."""
        codes = {code for code in self.line_ids.mapped("phase_code") if code}
        phases = self.env["construction.job.phase"]._find_by_code(codes, job)
        if lacking := sorted(codes - set(phases)):
            raise UserError(
                self.env._(
                    "%(job)s has no phase %(phases)s, which template %(template)s names. Add the "
                    "phase to the job, or take it off the template.",
                    job=job.display_name,
                    phases=", ".join(lacking),
                    template=self.name,
                )
            )
        return phases

    def _create_estimate(self, job, size=0.0):
        """Return a new draft budget of a job, made from this template."""
        self.ensure_one()
        estimates = self.env["construction.estimate"]
        earlier = estimates.search([("project_id", "=", job.id), ("number", "=", self.name)])
        revision = max(earlier.mapped("revision"), default=-1) + 1
        estimate = estimates.create(
            {"project_id": job.id, "number": self.name, "revision": revision}
        )
        self._apply(estimate, size)
        return estimate
