# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.fields import Domain


class IntegrationCodeMap(models.Model):
    """The codes of construction that messages may name, for labels and suggestions."""

    _inherit = "integration.code.map"

    @api.model
    def _code_sources(self) -> dict[str, tuple[str, str]]:
        """Hook: model and field with the codes of each domain."""
        return {
            "cost_code": ("construction.cost.code", "code"),
            "cost_type": ("construction.cost.type", "code"),
            "phase": ("construction.job.phase", "code"),
            "uom": ("uom.uom", "name"),
            "item": ("product.product", "default_code"),
            "job": ("project.project", "job_code"),
            "vendor": ("res.partner", "ref"),
        }

    @api.model
    def _code_candidates(self, domain, company, codes=None):
        known = super()._code_candidates(domain, company, codes)
        if domain not in self._code_sources():
            return known
        model_name, field = self._code_sources()[domain]
        # the English name of a unit is its code
        model = self.env[model_name].with_context(lang="en_US" if domain == "uom" else None)
        wanted = Domain(field, "!=", False) if codes is None else Domain(field, "in", list(codes))
        if "company_id" in model._fields:
            wanted &= Domain("company_id", "in", [False, company.id])
        return known | {record[field]: record.display_name for record in model.search(wanted)}
