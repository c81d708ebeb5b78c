# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ConstructionChangeCover(models.AbstractModel):
    """A line that asks for, or commits, what a change line costs: it is expected once only."""

    _name = "construction.change.cover"
    _description = "Cover of a Change Line"

    change_line_id = fields.Many2one(
        "construction.change.line",
        string="Covered Change",
        copy=False,
        index="btree_not_null",
        domain="[('project_id', '=', project_id)]",
        ondelete="restrict",
        help="The change this is for. What is asked for here is expected there no longer.",
    )

    def _check_cover_editable(self):
        """Raise UserError where the line is what was submitted."""

    @api.constrains("change_line_id")
    def _check_change_line_id(self):
        for line in self:
            # Sudo: the job of a change counts, whoever may see it.
            job = line.sudo().change_line_id.project_id
            if job and job != line.project_id:
                raise ValidationError(
                    self.env._(
                        "%(line)s is for a change of job %(job)s, but stands on another job. "
                        "Choose a change of its own job.",
                        line=line.display_name,
                        job=job.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.change_line_id._mark_cost_stale()
        return lines

    def write(self, vals):
        linked = "change_line_id" in vals
        if linked:
            self._check_cover_editable()
            self.change_line_id._mark_cost_stale()
        result = super().write(vals)
        if linked:
            self.change_line_id._mark_cost_stale()
        return result

    def _write_multi(self, vals_list):
        result = super()._write_multi(vals_list)
        if any("amount" in vals for vals in vals_list):
            self.change_line_id._mark_cost_stale()
        return result

    def unlink(self):
        changes = self.change_line_id
        result = super().unlink()
        changes._mark_cost_stale()
        return result
