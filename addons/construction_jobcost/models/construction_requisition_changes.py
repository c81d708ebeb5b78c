# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class ConstructionRequisition(models.Model):
    _inherit = "construction.requisition"

    def _write_multi(self, vals_list):
        result = super()._write_multi(vals_list)
        if any(not {"state", "date_submitted"}.isdisjoint(vals) for vals in vals_list):
            # Sudo: the ledger follows from the documents, whoever changed them.
            self.sudo().line_ids.change_line_id._mark_cost_stale()
        return result
