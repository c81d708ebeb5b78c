# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class IntegrationLinkLine(models.Model):
    """An id of the outside system, and the record that a person says it stands for."""

    _name = "integration.link.line"
    _description = "ID to Link"
    _rec_name = "external_id"
    _order = "state desc, external_id"

    link_id = fields.Many2one("integration.link", required=True, ondelete="cascade", index=True)
    external_id = fields.Char("Their ID", required=True, readonly=True)
    name = fields.Char("Their Name", readonly=True)
    details = fields.Json("What They Know", readonly=True)
    state = fields.Selection(
        [("open", "To Decide"), ("confirmed", "Confirmed"), ("linked", "Linked")],
        required=True,
        readonly=True,
        default="open",
    )
    is_sure = fields.Boolean("Sure", readonly=True, help="Just one record fits, by a key.")
    res_model = fields.Char(compute="_compute_res_model")
    res_id = fields.Many2oneReference("Our Record", model_field="res_model")
    record_name = fields.Char("Our Name", compute="_compute_record")
    comparison = fields.Text("Differences", compute="_compute_record")
    candidate_ids = fields.One2many("integration.link.candidate", "line_id", readonly=True)

    _external_id_uniq = models.UniqueIndex("(link_id, external_id)", "This id is listed already.")

    @api.depends("link_id.entity")
    def _compute_res_model(self):
        targets = self.env["integration.link"]._link_targets()
        for line in self:
            target = targets.get(line.link_id.entity)
            line.res_model = target.model if target else False

    @api.depends("res_id", "details")
    def _compute_record(self):
        for link, lines in self.grouped("link_id").items():
            known = link._readable(lines.mapped("res_id"))
            for line in lines:
                record = known.get(line.res_id)
                line.record_name = record.display_name if record else False
                line.comparison = link._compare(line, record) if record else False

    def write(self, vals):
        if "res_id" in vals and "linked" in self.mapped("state"):
            raise UserError(self.env._("It is linked already. Change it under Cross-References."))
        return super().write(vals)

    def action_confirm(self):
        """Say that the ids stand for the records."""
        for line in self:
            if line.state != "linked" and not line.record_name:
                raise UserError(
                    self.env._("Choose the record that %(id)s stands for.", id=line.external_id)
                )
        self.filtered(lambda line: line.state == "open").state = "confirmed"

    def action_reopen(self):
        """Take a confirmation back."""
        self.filtered(lambda line: line.state == "confirmed").state = "open"
