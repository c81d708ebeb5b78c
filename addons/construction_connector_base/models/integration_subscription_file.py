# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class IntegrationSubscription(models.Model):
    """Subscriptions of systems that read files."""

    _inherit = "integration.subscription"

    folder = fields.Char(
        tracking=True, help="Below the folder of the server, for example payroll/north."
    )
    file_format = fields.Selection(
        [("csv", "CSV"), ("ndjson", "NDJSON")], default="csv", required=True, tracking=True
    )
    file_window = fields.Selection(
        [("hour", "An Hour"), ("day", "A Day"), ("month", "A Month")],
        string="One File Takes",
        default="day",
        required=True,
        tracking=True,
        help="Times are in UTC, as in the names of the files.",
    )
    file_count = fields.Integer("Files", compute="_compute_file_count")

    def _compute_file_count(self):
        counts = dict(
            self.env["ir.attachment"]._read_group(
                [("res_model", "=", self._name), ("res_id", "in", self.ids)],
                ["res_id"],
                ["__count"],
            )
        )
        for subscription in self:
            subscription.file_count = counts.get(subscription.id, 0)

    @api.constrains("channel", "folder")
    def _check_folder(self):
        for subscription in self.filtered(lambda one: one.channel == "folder"):
            self.env["integration.channel.folder"]._folder(subscription)

    def action_open_files(self):
        """List the files that are kept in Odoo."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Files"),
            "res_model": "ir.attachment",
            "view_mode": "kanban,list,form",
            "domain": [("res_model", "=", self._name), ("res_id", "=", self.id)],
            "context": {"create": False},
        }
