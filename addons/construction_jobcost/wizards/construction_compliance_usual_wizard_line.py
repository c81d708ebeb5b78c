# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

COPIED = ("usual_code", "stage", "consequence", "waivers", "only_prevailing_wage")


class ConstructionComplianceUsualWizardLine(models.TransientModel):
    """A usual rule that is to come into force."""

    _name = "construction.compliance.usual.wizard.line"
    _description = "Usual Rule"

    wizard_id = fields.Many2one(
        "construction.compliance.usual.wizard", required=True, ondelete="cascade"
    )
    usual_code = fields.Char(required=True)
    type_id = fields.Many2one("construction.compliance.type", string="Document", required=True)
    kind = fields.Selection(related="type_id.kind")
    stage = fields.Selection(
        selection=lambda self: self._get_selection("stage"), string="Wanted at", required=True
    )
    consequence = fields.Selection(
        selection=lambda self: self._get_selection("consequence"),
        string="If Lacking",
        required=True,
    )
    waivers = fields.Selection(
        selection=lambda self: self._get_selection("waivers"), string="Waiver of", required=True
    )
    only_prevailing_wage = fields.Boolean(string="Prevailing Wage Only")

    def _get_selection(self, name):
        field = self.env["construction.compliance.rule"]._fields[name]
        return field._description_selection(self.env)

    def _prepare_rule_values(self):
        """Return the values of the rule: for all subcontracts of the company."""
        self.ensure_one()
        return {
            "company_id": self.wizard_id.company_id.id,
            "type_id": self.type_id.id,
            "commitment_type": "subcontract",
            **{name: self[name] for name in COPIED},
        }
