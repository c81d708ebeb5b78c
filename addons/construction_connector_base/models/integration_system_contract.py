# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..core import contract as contracts


class IntegrationSystemContract(models.Model):
    """A type of message that a system may send."""

    _name = "integration.system.contract"
    _description = "Allowed Contract"
    _inherit = ["integration.routing.setting"]
    _rec_name = "type"
    _order = "system_id, type"

    system_id = fields.Many2one("integration.system", required=True, ondelete="cascade", index=True)
    type = fields.Selection(selection="_selection_type", required=True)
    description = fields.Char(compute="_compute_description")

    _type_uniq = models.UniqueIndex(
        "(system_id, type)", "This type is allowed for the system already."
    )

    @api.model
    def _selection_type(self):
        return [
            (contract.type, contract.type) for contract in contracts.installed(self.env, "inbound")
        ]

    @api.depends("type")
    def _compute_description(self):
        for allowed in self:
            contract = contracts.get(allowed.type or "")
            allowed.description = contract.description if contract else False

    @api.constrains("type")
    def _check_type(self):
        for allowed in self:
            contract = contracts.get(allowed.type)
            if contract is None or contract.handler not in self.env:
                raise ValidationError(
                    self.env._("No installed contract has the type %(type)s.", type=allowed.type)
                )
