# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import SQL


class ConstructionBooksReconciliation(models.Model):
    """Losses that WIP schedules provide for: cost in the books, no cost that a job has had."""

    _inherit = "construction.books.reconciliation"

    @api.model
    def _selection_category(self):
        result = super()._selection_category()
        place = [category for category, _label in result].index("tax")
        result.insert(
            place, ("loss_provision", self.env._("Loss provided for by the WIP schedule"))
        )
        return result

    @api.model
    def _select_category(self):
        return SQL(
            """
            CASE WHEN difference <> 0 AND ledger_amount = 0 AND EXISTS (
                      SELECT FROM construction_wip_schedule w
                       WHERE w.move_id = item.move_id OR w.reversal_id = item.move_id)
                 THEN 'loss_provision' ELSE %s END
            """,
            super()._select_category(),
        )
