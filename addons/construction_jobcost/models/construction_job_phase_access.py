# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class ConstructionJobPhase(models.Model):
    _name = "construction.job.phase"
    _inherit = ["construction.job.phase", "construction.job.record"]
