# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class ConstructionRequisitionLine(models.Model):
    _name = "construction.requisition.line"
    _inherit = ["construction.requisition.line", "construction.change.cover"]

    def _check_cover_editable(self):
        self.requisition_id._check_editable()
