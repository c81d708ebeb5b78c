# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class AccountMove(models.Model):
    """The jobs of a bill or journal entry: what the record rules of the job teams go by."""

    _name = "account.move"
    _inherit = ["account.move", "construction.job.document"]
    _job_lines_field = "line_ids"

    job_ids = fields.Many2many(
        "project.project",
        "account_move_job_rel",
        "move_id",
        "project_id",
        string="Jobs",
        compute="_compute_job_ids",
        store=True,
    )
