# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class AccountAnalyticLine(models.Model):
    """Goods issued from stock to a job."""

    _inherit = "account.analytic.line"

    stock_move_id = fields.Many2one(
        "stock.move",
        string="Stock Issue",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="cascade",
    )

    def _get_cost_documents(self):
        pickings = {
            line.id: (picking._name, picking.id, picking.name)
            for line in self
            if (picking := line.stock_move_id.picking_id)
        }
        return {**super()._get_cost_documents(), **pickings}
