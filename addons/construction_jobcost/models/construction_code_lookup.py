# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class ConstructionCodeLookup(models.AbstractModel):
    """Codes that are shared by all companies or belong to one, never both."""

    _name = "construction.code.lookup"
    _description = "Codes by Company"

    @api.constrains("code", "company_id")
    def _check_code_unambiguous(self):
        # Sudo: the other companies' codes count although the user may not see them.
        same = (
            self.sudo()
            .with_context(active_test=False)
            .search([("code", "in", self.mapped("code"))])
        )
        for record in self:
            others = (same - record).filtered(lambda other, rec=record: other.code == rec.code)
            if not record.company_id and others or any(not other.company_id for other in others):
                raise ValidationError(
                    self.env._(
                        "Code %(code)s exists already for all companies or for one of them. "
                        "A code is either shared or a company's own: choose another code.",
                        code=record.code,
                    )
                )

    @api.model
    def _find_by_code(self, codes, company):
        """Return {code: record} of the codes ``company`` can use, archived ones included."""
        domain = Domain("code", "in", list(codes)) & Domain("company_id", "in", [False, company.id])
        return {
            record.code: record for record in self.with_context(active_test=False).search(domain)
        }
