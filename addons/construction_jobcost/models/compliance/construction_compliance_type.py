# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from ...core import compliance

#: How the arithmetic sees a kind; the others are documents that are valid for a time.
KINDS = {"lien_waiver": compliance.WAIVER, "payroll": compliance.PAYROLL}
#: Kinds that end one day.
ENDING = ("insurance", "licence")


class ConstructionComplianceType(models.Model):
    """A kind of paper that vendors hand in."""

    _name = "construction.compliance.type"
    _description = "Compliance Document Type"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    kind = fields.Selection(
        [
            ("insurance", "Insurance"),
            ("licence", "Licence"),
            ("tax_form", "Tax Form"),
            ("lien_waiver", "Lien Waiver"),
            ("payroll", "Certified Payroll"),
            ("other", "Other"),
        ],
        default="other",
        required=True,
    )
    minimum_cover = fields.Float(
        digits=(16, 2),
        aggregator=False,
        help="An insurance covers at least this amount, in the currency of the company that asks "
        "for it, where its rule names none.",
    )

    _minimum_cover_positive = models.Constraint(
        "CHECK (minimum_cover >= 0)", "The minimum cover cannot be negative."
    )

    @api.model
    def _get_paper_kind(self, kind):
        """Return the kind in the arithmetic."""
        return KINDS.get(kind, compliance.DOCUMENT)

    def write(self, vals):
        result = super().write(vals)
        self.env["construction.compliance.rule"]._forget_rules()
        return result
