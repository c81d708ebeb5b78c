# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.fields import Domain


class ConstructionJobCockpit(models.AbstractModel):
    """The early warnings of the job, by kind."""

    _inherit = "construction.job.cockpit"

    @api.model
    def _get_figure_warnings(self, job, root):
        return [*self._get_early_warnings(job), *super()._get_figure_warnings(job, root)]

    @api.model
    def _get_early_warnings(self, job):
        """Return a note for each kind and severity of warnings that nobody acknowledged."""
        warnings = self.env["construction.warning"]
        if not warnings.has_access("read"):
            return []
        labels = dict(warnings._fields["kind"]._description_selection(self.env))
        tones = {"alarm": "danger", "attention": "warning"}
        domain = Domain("project_id", "=", job.id) & Domain("state", "=", "open")
        groups = warnings._read_group(domain, ["kind", "severity"], ["__count", "amount:sum"])
        return [
            {
                "key": f"early_{kind}_{severity}",
                "label": labels[kind],
                "count": count,
                "amount": amount,
                "tone": tones[severity],
                "action": self._prepare_action(
                    "construction_jobcost.construction_warning_action",
                    labels[kind],
                    domain & Domain("kind", "=", kind) & Domain("severity", "=", severity),
                ),
            }
            for kind, severity, count, amount in groups
        ]
