# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from ..core import coding
from ..core.code_scheme import likeness
from ..exceptions import CodingError


class ConstructionCostCode(models.Model):
    """How a cost code is written: by its scheme, and unlike the others."""

    _inherit = "construction.cost.code"

    scheme_id = fields.Many2one(
        "construction.cost.code.scheme",
        compute="_compute_scheme_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="How the code has to be written. Codes above it are found by it.",
    )
    likeness = fields.Char(
        compute="_compute_likeness",
        store=True,
        help="The same for codes that differ only in zeros in front, spaces and capital letters.",
    )
    similar_code_ids = fields.Many2many(
        "construction.cost.code",
        string="Looks Like",
        compute="_compute_similar_code_ids",
        search="_search_similar_code_ids",
    )

    # who enters a code is told of those that look like it
    _likeness_idx = models.Index("(likeness)")

    @api.depends("company_id")
    def _compute_scheme_id(self):
        for code in self:
            scheme = (code.company_id or self.env.company).sudo().cost_code_scheme_id
            fits = not scheme.company_id or scheme.company_id == code.company_id
            code.scheme_id = code.scheme_id or (fits and scheme)

    @api.depends("code")
    def _compute_likeness(self):
        for code in self:
            code.likeness = likeness(code.code or "")

    @api.depends("likeness", "company_id")
    def _compute_similar_code_ids(self):
        found = self.search(
            [("likeness", "in", [text for text in self.mapped("likeness") if text])]
        )
        groups = found.grouped("likeness")
        for code in self:
            others = groups.get(code.likeness, self.browse()) - code._origin
            code.similar_code_ids = others.filtered(
                lambda other, code=code: (
                    not (other.company_id and code.company_id)
                    or other.company_id == code.company_id
                )
            )

    def _search_similar_code_ids(self, operator, value):
        if operator != "in" or value != {False}:
            return NotImplemented
        groups = self._read_group([], ["likeness"], having=[("__count", ">", 1)])
        return [("likeness", "not in", [text for (text,) in groups])]

    @api.constrains("code", "scheme_id")
    def _check_scheme(self):
        for scheme, codes in self.filtered("scheme_id").grouped("scheme_id").items():
            wrong = scheme._get_misfits(codes.mapped("code"))
            if wrong:
                raise CodingError(
                    self.env._(
                        "Cost code %(codes)s is not written as scheme %(scheme)s says. Write it "
                        "like %(sample)s (0 digit, A letter, X either), or take it out of the "
                        "scheme.",
                        codes=", ".join(wrong),
                        scheme=scheme.name,
                        sample=scheme.sample,
                    ),
                    coding.SCHEME,
                )

    @api.onchange("code", "company_id")
    def _onchange_code(self):
        """Warn of codes that are easily taken for this one."""
        if self.code and self.similar_code_ids:
            return {"warning": self._get_similar_warning()}
        return None

    def _get_similar_warning(self):
        self.ensure_one()
        return {
            "title": self.env._("There is a code that looks like it"),
            "message": self.env._(
                "%(code)s differs from %(others)s only in zeros, spaces or capital letters. "
                "People will take one for the other. Use the code that is there, or another one.",
                code=self.code,
                others=", ".join(self.similar_code_ids.mapped("display_name")),
            ),
        }

    # The tree ---------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        codes = super().create(vals_list)
        codes.filtered(lambda code: not code.parent_id)._arrange()
        codes._adopt()
        return codes

    def write(self, vals):
        result = super().write(vals)
        if {"code", "scheme_id"} & vals.keys() and "parent_id" not in vals:
            self._arrange()
            self._adopt()
        return result

    def _arrange(self):
        """Put each code below the nearest code that its scheme finds above it, if there is one."""
        for code, parents in self._find_above().items():
            if parents and code.parent_id != parents[0]:
                code.parent_id = parents[0]

    def _adopt(self):
        """Put codes below these that had no nearer code above them until now."""
        family = self.search([("scheme_id", "in", self.scheme_id.ids)]) - self
        for code, parents in family._find_above().items():
            if parents and parents[0] in self and code.parent_id in (*parents, self.browse()):
                code.parent_id = parents[0]

    def _find_above(self):
        """Return {code: codes that its scheme finds above it, the nearest first}."""
        coded, above = self.filtered("scheme_id"), {}
        for scheme, codes in coded.grouped("scheme_id").items():
            rules = scheme._get_rules()
            above |= {code: rules.above(code.code) for code in codes}
        for company, codes in coded.grouped("company_id").items():
            known = self._find_by_code({name for code in codes for name in above[code]}, company)
            for code in codes:
                above[code] = [known[name] for name in above[code] if name in known]
        return above
