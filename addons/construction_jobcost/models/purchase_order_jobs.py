# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class PurchaseOrder(models.Model):
    """The jobs of an order: what the record rules of the job teams go by."""

    _name = "purchase.order"
    _inherit = ["purchase.order", "construction.job.document"]
    _job_lines_field = "order_line"

    job_ids = fields.Many2many(
        "project.project",
        "purchase_order_job_rel",
        "order_id",
        "project_id",
        string="Jobs",
        compute="_compute_job_ids",
        store=True,
    )

    @api.model
    def _get_job_depends(self):
        return [*super()._get_job_depends(), "project_id"]

    def _get_job_accounts(self):
        # an order that is made for a job is the job's before its lines are coded
        return super()._get_job_accounts() | set(self.project_id.account_id.ids)
