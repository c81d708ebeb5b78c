# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class IntegrationLinkCandidate(models.Model):
    """A record that an outside system's id may stand for."""

    _name = "integration.link.candidate"
    _description = "Record to Link"
    _order = "score desc, id"

    line_id = fields.Many2one(
        "integration.link.line", required=True, ondelete="cascade", index=True
    )
    res_id = fields.Many2oneReference("Record ID", model_field="res_model", required=True)
    res_model = fields.Char("Model", required=True)
    method = fields.Char("Found By", required=True)
    score = fields.Float("Sure (%)", digits=(5, 1), aggregator=None)
    record_name = fields.Char("Our Name", compute="_compute_record")
    comparison = fields.Text("Differences", compute="_compute_record")
    other_ids = fields.Char(
        "Linked to",
        compute="_compute_other_ids",
        help="Ids of the same system that stand for this record already.",
    )

    @api.depends("res_id", "line_id.details")
    def _compute_record(self):
        for link, candidates in self.grouped(lambda one: one.line_id.link_id).items():
            known = link._readable(candidates.mapped("res_id"))
            for candidate in candidates:
                record = known.get(candidate.res_id)
                candidate.record_name = record.display_name if record else False
                candidate.comparison = link._compare(candidate.line_id, record) if record else False

    @api.depends("res_id")
    def _compute_other_ids(self):
        for link, candidates in self.grouped(lambda one: one.line_id.link_id).items():
            known = dict(
                self.env["integration.xref"]._read_group(
                    [
                        ("system_id", "=", link.system_id.id),
                        ("company_id", "=", link.company_id.id),
                        ("entity", "=", link.entity),
                        ("res_id", "in", candidates.mapped("res_id")),
                    ],
                    ["res_id"],
                    ["external_id:array_agg"],
                )
            )
            for candidate in candidates:
                candidate.other_ids = ", ".join(known.get(candidate.res_id, []))

    def action_choose(self):
        """Take this record for the line, and confirm it."""
        self.ensure_one()
        self.line_id.res_id = self.res_id
        self.line_id.action_confirm()
