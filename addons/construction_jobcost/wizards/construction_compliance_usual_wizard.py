# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Command

from ..core.compliance_usual import USUAL

TYPE = "construction_jobcost.compliance_type_"
#: Kinds of commitments that a rule for all subcontracts may name.
SUBCONTRACTS = (False, "subcontract")


class ConstructionComplianceUsualWizard(models.TransientModel):
    """Take the rules that most contractors have into force for a company.

    Only those that it has not: what was changed or archived since stays as it is.
    """

    _name = "construction.compliance.usual.wizard"
    _description = "Use Usual Rules"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, default=lambda self: self.env.company
    )
    line_ids = fields.One2many(
        "construction.compliance.usual.wizard.line",
        "wizard_id",
        default=lambda self: self._default_lines(),
    )

    @api.model
    def _default_lines(self):
        return [Command.create(values) for values in self._prepare_lines(self.env.company)]

    @api.model
    def _prepare_lines(self, company):
        """Return the values of a line for each usual rule that the company lacks."""
        rules = self.env["construction.compliance.rule"].with_context(active_test=False)
        rules = rules.search([("company_id", "=", company.id)])
        types = {usual.type: self.env.ref(TYPE + usual.type, False) for usual in USUAL}
        return [
            {
                "usual_code": usual.code,
                "type_id": types[usual.type].id,
                "stage": usual.stage,
                "consequence": "stop" if usual.stops else "warn",
                "waivers": usual.waivers,
                "only_prevailing_wage": usual.wages,
            }
            for usual in USUAL
            if types[usual.type]
            and types[usual.type].active
            and not any(self._is_same(rule, usual, types[usual.type]) for rule in rules)
        ]

    @api.model
    def _is_same(self, rule, usual, kind):
        """Tell whether a rule is the usual one, or asks for as much."""
        return rule.usual_code == usual.code or (
            rule.active
            and (rule.type_id, rule.stage) == (kind, usual.stage)
            and rule.commitment_type in SUBCONTRACTS
            and rule.waivers in ("both", usual.waivers)
            and not (rule.project_id or rule.match_class_id or rule.amount_from)
            and (usual.wages or not rule.only_prevailing_wage)
        )

    def action_use(self):
        """Create the rules that are listed and that the company has not; open its rules."""
        self.ensure_one()
        lacking = {values["usual_code"] for values in self._prepare_lines(self.company_id)}
        self.env["construction.compliance.rule"].create(
            [line._prepare_rule_values() for line in self.line_ids if line.usual_code in lacking]
        )
        return self.env["ir.actions.act_window"]._for_xml_id(
            "construction_jobcost.construction_compliance_rule_action"
        )
