# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..core.code_scheme import Scheme

#: How many codes a refusal names.
NAMED = 5


class ConstructionCostCodeScheme(models.Model):
    """How the cost codes of a company are written."""

    _name = "construction.cost.code.scheme"
    _description = "Cost Code Scheme"
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", index=True, help="Empty: every company may use this scheme."
    )
    segment_ids = fields.One2many("construction.cost.code.segment", "scheme_id", copy=True)
    is_filled = fields.Boolean(
        string="Fill with Zeros",
        help="Codes above are written in full length, as 03 00 00 above 03 30 00. Else they are "
        "shorter, as 01 above 01-100.",
    )
    sample = fields.Char(
        compute="_compute_sample", help="A code of all segments: 0 digit, A letter, X either."
    )
    code_ids = fields.One2many("construction.cost.code", "scheme_id", string="Cost Codes")
    code_count = fields.Integer(compute="_compute_code_count")

    @api.depends("segment_ids.separator", "segment_ids.kind", "segment_ids.max_length")
    def _compute_sample(self):
        for scheme in self:
            scheme.sample = scheme._get_rules().sample

    @api.depends("code_ids")
    def _compute_code_count(self):
        groups = self.env["construction.cost.code"]._read_group(
            [("scheme_id", "in", self.ids)], ["scheme_id"], ["__count"]
        )
        counts = {scheme.id: count for scheme, count in groups}
        for scheme in self:
            scheme.code_count = counts.get(scheme.id, 0)

    @api.constrains("segment_ids", "is_filled")
    def _check_segment_ids(self):
        for scheme in self:
            if not scheme.segment_ids:
                raise ValidationError(
                    self.env._("Scheme %(scheme)s has no segments. Add one.", scheme=scheme.name)
                )
            # Sudo: the codes of all companies count, and archived ones.
            codes = scheme.sudo().with_context(active_test=False).code_ids
            wrong = scheme._get_misfits(codes.mapped("code"))
            if wrong:
                raise ValidationError(
                    self.env._(
                        "%(count)s codes of scheme %(scheme)s would not fit any more, such as "
                        "%(codes)s. Take them out of the scheme first, or write them anew.",
                        count=len(wrong),
                        scheme=scheme.name,
                        codes=", ".join(wrong[:NAMED]),
                    )
                )

    def _get_rules(self):
        """Return the core Scheme of this scheme."""
        self.ensure_one()
        segments = self.segment_ids.sorted(lambda segment: (segment.sequence, segment._origin.id))
        return Scheme(
            tuple(segment._get_segment(place == 0) for place, segment in enumerate(segments)),
            self.is_filled,
        )

    def _get_misfits(self, codes):
        """Return those of the codes that are not written as the scheme says."""
        rules = self._get_rules()
        return [code for code in codes if not rules.split(code)]

    def action_view_codes(self):
        """Open the cost codes of this scheme."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "construction_jobcost.construction_cost_code_action"
        )
        return dict(
            action,
            domain=[("scheme_id", "=", self.id)],
            context={"default_scheme_id": self.id},
            display_name=self.env._("Codes of %(scheme)s", scheme=self.name),
        )

    def action_arrange(self):
        """Put each code of the scheme below the nearest code that its segments name."""
        self.ensure_one()
        codes = self.env["construction.cost.code"].with_context(active_test=False)
        codes.search([("scheme_id", "=", self.id)])._arrange()
        return True
