# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from ...core.compliance import CERTIFICATION, COMMITMENT, PAYMENT
from .construction_compliance_waive import DOCUMENTS, GROUP


class ConstructionComplianceRequirement(models.TransientModel):
    """What is wanted for some documents and how far it is met, as of the moment of looking."""

    _name = "construction.compliance.requirement"
    _description = "Required Document"
    _order = "partner_id, document_name, id"
    _rec_name = "name"

    company_id = fields.Many2one("res.company", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Vendor", readonly=True)
    order_id = fields.Many2one("purchase.order", readonly=True)
    application_id = fields.Many2one("construction.payment.application", readonly=True)
    release_id = fields.Many2one("construction.retention.release", readonly=True)
    bill_id = fields.Many2one("account.move", readonly=True)
    document_name = fields.Char(string="For", readonly=True)
    rule_id = fields.Many2one("construction.compliance.rule", readonly=True)
    stage = fields.Selection(
        [
            (COMMITMENT, "Commitment"),
            (CERTIFICATION, "Certification"),
            (PAYMENT, "Payment"),
        ],
        string="Wanted at",
        readonly=True,
    )
    name = fields.Text(string="Document", readonly=True)
    status = fields.Selection(
        [
            ("met", "In Order"),
            ("waived", "Waived"),
            ("warning", "Lacking"),
            ("stop", "Lacking, Stops"),
        ],
        readonly=True,
    )
    reason_code = fields.Char(readonly=True)
    text = fields.Text(string="What to Do", readonly=True)
    paper_id = fields.Many2one("construction.compliance.document", readonly=True)
    valid_to = fields.Date(readonly=True)
    paper_defaults = fields.Json(readonly=True)
    may_waive = fields.Boolean(compute="_compute_may_waive")

    @api.depends_context("uid")
    @api.depends("status")
    def _compute_may_waive(self):
        right = self.env.user.has_group(GROUP)
        for row in self:
            row.may_waive = right and row.status in ("stop", "warning")

    @api.model
    def _open(self, documents, title, bills=()):
        """Open the requirements of documents under compliance check, in their order.

        bills: of these only what is wanted for the payment itself; the rest stands with orders.
        """
        rows = self.create(
            [
                self._prepare_values(record, case, finding)
                for found in [*documents, *bills]
                for record, pairs in found._get_compliance_findings().items()
                for case, finding in pairs
                if found not in bills or finding.need.payment
            ]
        )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "construction_jobcost.construction_compliance_requirement_action"
        )
        return dict(action, name=title, domain=[("id", "in", rows.ids)])

    @api.model
    def _prepare_values(self, record, case, finding):
        need = finding.need
        # Sudo: a paper is told by its day to whoever sees the document that waits for it.
        paper = self.env["construction.compliance.document"].sudo().browse(finding.paper or [])
        status = "stop" if need.rule.stops else "warning"
        if finding.waived or not finding.code:
            status = "waived" if finding.waived else "met"
        text = record._get_lack_text(finding.code, need, paper) if finding.code else ""
        return {
            "company_id": case.company,
            "partner_id": case.vendor,
            record._waive_field: record.id,
            "document_name": record.display_name,
            "rule_id": need.rule.id,
            "stage": case.stage,
            "name": record._describe_need(need),
            "status": status,
            "reason_code": finding.code,
            "text": text[:1].upper() + text[1:],
            "paper_id": finding.paper or False,
            "valid_to": paper.valid_to,
            "paper_defaults": record._get_paper_defaults(case, need),
        }

    def _get_document(self):
        return next(self[name] for name in DOCUMENTS if self[name])

    def action_open_document(self):
        """Open the document that waits for the paper."""
        return self._get_document().get_formview_action()

    def action_open_paper(self):
        """Open the paper that is nearest to what is wanted."""
        return self.paper_id.get_formview_action()

    def action_enter_paper(self):
        """Enter what is wanted, filled in as far as it is known."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": "construction.compliance.document",
            "view_mode": "form",
            "context": {f"default_{key}": value for key, value in self.paper_defaults.items()},
        }

    def action_waive(self):
        """Ask until when and why the document may pass."""
        self.ensure_one()
        field = next(name for name in DOCUMENTS if self[name])
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Let %(document)s Pass", document=self.document_name),
            "res_model": "construction.compliance.waive",
            "view_mode": "form",
            "context": {
                "default_rule_id": self.rule_id.id,
                f"default_{field}": self[field].id,
                "default_company_id": self.company_id.id,
            },
        }
