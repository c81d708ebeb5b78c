# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from ..core.changes import name_of, number_of


class ConstructionChangeNumber(models.AbstractModel):
    """A document of a job that is numbered within the job, in a series of its kind."""

    _name = "construction.change.number"
    _description = "Number of a Change"

    name = fields.Char(string="Number", required=True, copy=False, default="New", readonly=True)
    series = fields.Char(readonly=True, copy=False)
    number = fields.Integer(string="Running Number", readonly=True, copy=False, aggregator=None)

    @api.model
    def _get_series(self, vals):
        """Return the series ("PCO") that a document with these values is numbered in."""
        raise NotImplementedError

    @api.model_create_multi
    def create(self, vals_list):
        """Number the documents; one that comes with a name of its own keeps it."""
        default = self.env.context.get("default_project_id", False)
        vals_list = [{"project_id": default, **vals} for vals in vals_list]
        last = self._get_last_numbers({vals["project_id"] for vals in vals_list})
        for vals in vals_list:
            vals["series"] = self._get_series(vals)
            place = vals["project_id"], vals["series"]
            if vals.get("name", "New") == "New":
                vals["name"] = name_of(vals["series"], last.get(place, 0) + 1)
            vals["number"] = number_of(vals["name"], vals["series"])
            last[place] = max(last.get(place, 0), vals["number"])
        return super().create(vals_list)

    @api.model
    def _get_last_numbers(self, project_ids):
        """Return {(job id, series): last number}."""
        jobs = [project_id for project_id in project_ids if project_id]
        # two transactions that number in one job would take the same: the later is tried again
        self.env["construction.cost.source.version"]._bump(self._name, jobs)
        # Sudo: numbers count on whether the user sees the documents or not.
        groups = self.sudo()._read_group(
            [("project_id", "in", jobs)], ["project_id", "series"], ["number:max"]
        )
        return {(job.id, series): number for job, series, number in groups}
