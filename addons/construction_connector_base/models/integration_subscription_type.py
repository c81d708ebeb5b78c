# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..core import contract as contracts


class IntegrationSubscriptionType(models.Model):
    """A type of event that a subscription asks for."""

    _name = "integration.subscription.type"
    _description = "Subscribed Type"
    _inherit = ["integration.routing.setting"]
    _rec_name = "type"
    _order = "subscription_id, type"

    subscription_id = fields.Many2one(
        "integration.subscription", required=True, ondelete="cascade", index=True
    )
    type = fields.Selection(selection="_selection_type", required=True)
    description = fields.Char(compute="_compute_description")

    _type_uniq = models.UniqueIndex(
        "(subscription_id, type)", "The subscription has this type already."
    )

    @api.model
    def _selection_type(self):
        return [
            (contract.type, contract.type) for contract in contracts.installed(self.env, "outbound")
        ]

    @api.depends("type")
    def _compute_description(self):
        for subscribed in self:
            contract = contracts.get(subscribed.type or "", "outbound")
            subscribed.description = contract.description if contract else False

    @api.constrains("type")
    def _check_type(self):
        for subscribed in self:
            contract = contracts.get(subscribed.type, "outbound")
            if contract is None or contract.handler not in self.env:
                raise ValidationError(
                    self.env._(
                        "Nothing publishes events of the type %(type)s.", type=subscribed.type
                    )
                )
