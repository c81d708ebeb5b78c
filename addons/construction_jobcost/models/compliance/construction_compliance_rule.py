# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models, tools

from ...core import compliance
from ...core.values import decimal


class ConstructionComplianceRule(models.Model):
    """Which paper is wanted of whom, at which stage, and what happens without it."""

    _name = "construction.compliance.rule"
    _description = "Compliance Rule"
    _order = "stage, sequence, id"
    _rec_name = "type_id"
    _check_company_auto = True

    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    type_id = fields.Many2one(
        "construction.compliance.type",
        string="Document",
        required=True,
        index=True,
        ondelete="restrict",
    )
    kind = fields.Selection(related="type_id.kind")
    stage = fields.Selection(
        [
            (compliance.COMMITMENT, "Commitment"),
            (compliance.CERTIFICATION, "Certification"),
            (compliance.PAYMENT, "Payment"),
        ],
        string="Wanted at",
        default=compliance.CERTIFICATION,
        required=True,
        help="Commitment: before an order is confirmed. Certification: before a payment "
        "application is certified or a retention release approved. Payment: before their bills "
        "are paid.",
    )
    consequence = fields.Selection(
        [("warn", "Warn"), ("stop", "Stop")], string="If Lacking", default="stop", required=True
    )
    project_id = fields.Many2one(
        "project.project",
        string="Job",
        domain="[('is_job', '=', True)]",
        index="btree_not_null",
        check_company=True,
        ondelete="cascade",
        help="Empty: every job.",
    )
    only_prevailing_wage = fields.Boolean(
        string="Prevailing Wage Only", help="Only for jobs that are marked Prevailing Wage."
    )
    match_class_id = fields.Many2one(
        "construction.match.class",
        string="Vendor Class",
        index="btree_not_null",
        check_company=True,
        ondelete="cascade",
        help="Empty: every vendor.",
    )
    commitment_type = fields.Selection(
        [
            ("material", "Material Order"),
            ("subcontract", "Subcontract"),
            ("service", "Service Order"),
        ],
        string="Commitment",
        default="subcontract",
        help="Empty: every kind.",
    )
    amount_from = fields.Monetary(
        string="From Amount",
        aggregator=False,
        help="Of the commitment, net of tax, in company currency.",
    )
    minimum_cover = fields.Monetary(aggregator=False, help="Zero: as the type of document says.")
    waivers = fields.Selection(
        [
            ("current", "This Payment"),
            ("previous", "The Last Payment"),
            ("both", "This and the Last Payment"),
        ],
        string="Waiver of",
        default="both",
        required=True,
        help="A conditional waiver of what is to be paid, an unconditional one of what was paid "
        "last. With the final application and the release of the last retention: final waivers.",
    )

    usual_code = fields.Char(
        readonly=True, copy=False, help="Which of the usual rules it came from."
    )

    # the usual rules are taken into force once
    _usual_code_uniq = models.UniqueIndex(
        "(company_id, usual_code) WHERE usual_code IS NOT NULL",
        "This usual rule is in force already.",
    )
    _amounts_positive = models.Constraint(
        "CHECK (LEAST(amount_from, minimum_cover) >= 0)", "Amounts cannot be negative."
    )

    @api.depends("type_id.name", "stage")
    def _compute_display_name(self):
        stages = dict(self._fields["stage"]._description_selection(self.env))
        for rule in self:
            rule.display_name = self.env._(
                "%(document)s at %(stage)s",
                document=rule.type_id.name,
                stage=stages.get(rule.stage, "").lower(),
            )

    # CRUD -------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        rules = super().create(vals_list)
        self._forget_rules()
        return rules

    def write(self, vals):
        result = super().write(vals)
        self._forget_rules()
        return result

    def unlink(self):
        result = super().unlink()
        self._forget_rules()
        return result

    @api.model
    def _forget_rules(self):
        """Have the rules read anew: they are kept for all documents that ask for them."""
        self.env.registry.clear_cache()

    # Rules as the arithmetic has them ---------------------------------------------------------

    @api.model
    @tools.ormcache("company_id")
    def _get_rules(self, company_id):
        """Return the tuple of core Rules of a company, in their order."""
        # Sudo: what is wanted does not depend on who looks.
        rules = self.sudo().search([("company_id", "=", company_id), ("type_id.active", "=", True)])
        return tuple(rule._as_core() for rule in rules)

    def _as_core(self):
        self.ensure_one()
        insurance = self.type_id.kind == "insurance"
        minimum = self.minimum_cover or self.type_id.minimum_cover
        return compliance.Rule(
            id=self.id,
            type=self.type_id.id,
            kind=self.type_id._get_paper_kind(self.type_id.kind),
            stage=self.stage,
            stops=self.consequence == "stop",
            minimum=decimal(minimum if insurance else 0),
            job=self.project_id.id or 0,
            vendor_class=self.match_class_id.id or 0,
            commitment=self.commitment_type or "",
            amount_from=decimal(self.amount_from),
            waivers=self.waivers,
            wages=self.only_prevailing_wage,
        )
