# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class ConstructionCostEntry(models.Model):
    """How staleness spreads between orders, receipts and bills."""

    _inherit = "construction.cost.entry"

    @api.model
    def _project(self, model_name, ids):
        # Sudo: as for every projection, what counts are the documents, not the user's view.
        records = self.env[model_name].sudo().browse(ids).exists()
        if model_name == "purchase.order.line":
            self._project_order_lines(records, ids)
            return
        if model_name == "stock.move":
            bought = records.filtered("purchase_line_id")
            ids = {*ids} - {*(records - bought).ids} | self._get_entered(records - bought)
            self._mark_stale(bought.purchase_line_id)
        elif model_name == "purchase.order":
            # pending changes count as long as their order is in force
            self._mark_stale(records.change_ids)
        elif model_name == "account.move.line":
            self._mark_stale(records.purchase_line_id)
        super()._project(model_name, ids)

    @api.model
    def _project_order_lines(self, lines, ids):
        """Project order lines, and with them their receipts, which count at their price."""
        lines._record_history()
        super()._project("purchase.order.line", ids)
        moves = lines.move_ids.filtered(lambda move: move.state == "done")
        super()._project("stock.move", moves.ids)
        super()._project("construction.commitment.change.line", lines.change_line_ids.ids)
        self._mark_stale(lines.requisition_line_id)

    @api.model
    def _get_entered(self, records):
        """Return the ids of these sources that the ledger holds something of."""
        # Sudo: as in _project.
        groups = self.sudo()._read_group(
            [("source_model", "=", records._name), ("source_id", "in", records.ids)], ["source_id"]
        )
        return {source_id for (source_id,) in groups}
