# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class ConstructionRequisition(models.Model):
    _name = "construction.requisition"
    _inherit = ["construction.requisition", "construction.job.record"]
