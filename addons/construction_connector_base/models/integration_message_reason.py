# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .integration_reason import FAMILIES


class IntegrationMessage(models.Model):
    """Messages found and grouped by their reason's entry in the catalogue.

    The entry is not stored: the catalogue may get to know a code long after its messages came.
    """

    _inherit = "integration.message"

    reason_id = fields.Many2one(search="_search_reason_id")

    def _search_reason_id(self, operator, value):
        if operator != "in":
            return NotImplemented
        # sudo: which codes the catalogue knows is no secret
        codes = set(self.env["integration.reason"].sudo()._codes())
        wanted = self.env["integration.reason"].sudo().browse([id_ for id_ in value if id_])
        unlisted = Domain("reason_code", "not in", list(codes))
        # codes of a family share its entry, unless they have their own
        shared = {
            family: Domain("reason_code", "=like", pattern) & unlisted
            for family, pattern in FAMILIES.items()
            if family in codes
        }
        domain = Domain("reason_code", "in", wanted.mapped("code"))
        domain |= Domain.OR(shared[code] for code in wanted.mapped("code") if code in shared)
        if False in value:
            domain |= unlisted & ~Domain.OR(shared.values())
        return domain

    def _field_to_sql(self, alias: str, field_expr: str, query=None) -> SQL:
        if field_expr != "reason_id":
            return super()._field_to_sql(alias, field_expr, query)
        # checks the right to read the code, too
        code = super()._field_to_sql(alias, "reason_code", query)
        return self.env["integration.reason"]._sql_of_code(code)
