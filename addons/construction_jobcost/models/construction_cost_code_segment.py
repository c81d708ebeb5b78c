# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from ..core.code_scheme import SEPARATORS, Segment


class ConstructionCostCodeSegment(models.Model):
    """A part of the codes of a scheme."""

    _name = "construction.cost.code.segment"
    _description = "Segment of a Cost Code"
    _order = "scheme_id, sequence, id"

    scheme_id = fields.Many2one(
        "construction.cost.code.scheme", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    separator = fields.Selection(
        [
            ("none", "None"),
            ("space", "Space"),
            ("hyphen", "-"),
            ("point", "."),
            ("slash", "/"),
            ("underscore", "_"),
        ],
        required=True,
        default="none",
        help="What stands before the segment; nothing before the first one.",
    )
    kind = fields.Selection(
        [("digits", "Digits"), ("letters", "Letters"), ("any", "Digits and Letters")],
        string="Characters",
        required=True,
        default="digits",
    )
    max_length = fields.Integer(string="Length", required=True, default=2)
    min_length = fields.Integer(
        string="At Least",
        compute="_compute_min_length",
        store=True,
        readonly=False,
        help="Fewer characters than the length, where segments differ in length.",
    )
    is_optional = fields.Boolean(
        string="Optional",
        help="Codes may end before this segment. The first one is never left out.",
    )

    _length_positive = models.Constraint(
        "CHECK (min_length BETWEEN 1 AND max_length)",
        "A segment has one character at least, and not more than its length.",
    )

    @api.depends("max_length")
    def _compute_min_length(self):
        for segment in self:
            segment.min_length = segment.max_length

    def _get_segment(self, is_first):
        """Return the core Segment of this segment."""
        self.ensure_one()
        longest = max(self.max_length, 1)
        return Segment(
            "" if is_first else SEPARATORS[self.separator or "none"],
            self.kind or "any",
            min(max(self.min_length, 1), longest),
            longest,
            is_first or not self.is_optional,
        )
