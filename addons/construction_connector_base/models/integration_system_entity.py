# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..core.routing import Span, find_overlap


class IntegrationSystemEntity(models.Model):
    """Which company stands for a legal entity code of a system, and when."""

    _name = "integration.system.entity"
    _description = "Entity Routing"
    _inherit = ["integration.routing.setting"]
    _rec_name = "code"
    _order = "system_id, code, valid_from"

    system_id = fields.Many2one("integration.system", required=True, ondelete="cascade", index=True)
    code = fields.Char("Entity", required=True, help="As the system writes it in its messages.")
    company_id = fields.Many2one("res.company", required=True)
    valid_from = fields.Date(help="Empty: since ever. The time of a message (UTC) decides.")
    valid_to = fields.Date("Valid Until", help="The last day. Empty: until further notice.")

    # the other spans of an entity; the routing of a system
    _code_idx = models.Index("(system_id, code)")
    _dates_ordered = models.Constraint(
        "CHECK (valid_from <= valid_to)", "An entity's routing ends before it begins."
    )

    def _span(self) -> Span:
        self.ensure_one()
        return Span(self.company_id.id, self.valid_from or None, self.valid_to or None)

    @api.constrains("company_id", "system_id")
    def _check_company(self):
        self.system_id._check_companies()

    @api.constrains("system_id", "code", "valid_from", "valid_to")
    def _check_overlap(self):
        for (system, code), entities in (
            (self.system_id.entity_ids).grouped(lambda one: (one.system_id, one.code)).items()
        ):
            if find_overlap([entity._span() for entity in entities]):
                raise ValidationError(
                    self.env._(
                        "%(system)s routes the entity %(code)s twice on the same day. Let one "
                        "line end before the next begins.",
                        system=system.name,
                        code=code,
                    )
                )
