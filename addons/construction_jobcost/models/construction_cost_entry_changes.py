# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class ConstructionCostEntry(models.Model):
    _inherit = "construction.cost.entry"

    @api.model
    def _project_stale(self):
        # the figures of changes that were edited become a revision, which is what counts
        self.env["construction.change.order"]._record_edits()
        return super()._project_stale()
