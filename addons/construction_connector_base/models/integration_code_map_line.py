# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class IntegrationCodeMapLine(models.Model):
    """What one value of the outside system means; changes in drafts only."""

    _name = "integration.code.map.line"
    _description = "Code Map Line"
    _rec_name = "external_value"
    _order = "external_value, id"

    version_id = fields.Many2one(
        "integration.code.map.version", required=True, ondelete="cascade", index=True
    )
    external_value = fields.Char("Their Code", required=True, size=128, trim=False)
    code = fields.Char("Our Code", required=True, size=128, trim=False)
    label = fields.Char("Means", compute="_compute_label")
    note = fields.Char()

    @api.depends("code", "version_id.map_id")
    def _compute_label(self):
        for code_map, lines in self.grouped(lambda line: line.version_id.map_id).items():
            labels = code_map._code_candidates(
                code_map.domain, code_map.company_id or self.env.company, lines.mapped("code")
            )
            for line in lines:
                line.label = labels.get(line.code)

    @api.model_create_multi
    def create(self, vals_list):
        versions = {vals["version_id"] for vals in vals_list if vals.get("version_id")}
        self.env["integration.code.map.version"].browse(versions)._check_draft()
        return super().create(vals_list)

    def write(self, vals):
        versions = self.version_id
        if vals.get("version_id"):
            versions |= versions.browse(vals["version_id"])
        versions._check_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_in_drafts(self):
        self.version_id._check_draft()

    def _prepare_copy_values(self):
        self.ensure_one()
        return {"external_value": self.external_value, "code": self.code, "note": self.note}
