# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class IntegrationSystemEntity(models.Model):
    """Which company stands for a legal entity code of a system."""

    _name = "integration.system.entity"
    _description = "Entity Routing"
    _inherit = ["integration.routing.setting"]
    _rec_name = "code"
    _order = "system_id, code"

    system_id = fields.Many2one("integration.system", required=True, ondelete="cascade", index=True)
    code = fields.Char("Entity", required=True, help="As the system writes it in its messages.")
    company_id = fields.Many2one("res.company", required=True)

    _code_uniq = models.UniqueIndex(
        "(system_id, code)", "This entity of the system is routed already."
    )

    @api.constrains("company_id", "system_id")
    def _check_company(self):
        self.system_id._check_companies()
