# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

from ..core.accrual_run import Place
from ..core.keys import CostKey


class ConstructionAccrualLine(models.Model):
    """What one order line adds to an accrual run on one budget line."""

    _name = "construction.accrual.line"
    _description = "Accrual Line"
    _order = "run_id desc, project_id, order_line_id, id"
    _rec_name = "order_line_id"

    run_id = fields.Many2one(
        "construction.accrual.run", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="run_id.company_id", store=True)
    currency_id = fields.Many2one(related="run_id.currency_id")
    order_line_id = fields.Many2one(
        "purchase.order.line", required=True, readonly=True, index=True, ondelete="restrict"
    )
    order_id = fields.Many2one(related="order_line_id.order_id")
    partner_id = fields.Many2one(related="order_line_id.partner_id", string="Vendor")
    account_id = fields.Many2one(
        "account.account", required=True, readonly=True, ondelete="restrict"
    )
    project_id = fields.Many2one(
        "project.project", string="Job", required=True, readonly=True, ondelete="restrict"
    )
    cost_code_id = fields.Many2one(
        "construction.cost.code", required=True, readonly=True, ondelete="restrict"
    )
    cost_type_id = fields.Many2one(
        "construction.cost.type", required=True, readonly=True, ondelete="restrict"
    )
    phase_id = fields.Many2one("construction.job.phase", readonly=True, ondelete="restrict")
    accrued = fields.Monetary(readonly=True, help="Accepted and not billed, as the ledger has it.")
    posted = fields.Monetary(
        string="Posted before", readonly=True, help="By earlier runs of the same month end."
    )
    amount = fields.Monetary(string="To Post", readonly=True)

    def _get_place(self):
        """Return the Place the line stands at."""
        self.ensure_one()
        key = CostKey(
            self.project_id.id, self.cost_code_id.id, self.cost_type_id.id, self.phase_id.id or 0
        )
        return Place(self.order_line_id.id, self.account_id.id, key)
