# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class ConstructionCommitmentChangeLine(models.Model):
    _name = "construction.commitment.change.line"
    _inherit = ["construction.commitment.change.line", "construction.change.cover"]

    def _check_cover_editable(self):
        self.change_id._check_editable()
