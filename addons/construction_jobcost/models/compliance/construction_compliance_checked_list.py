# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

from ...core import compliance
from .construction_compliance_document_facts import PAID


class ConstructionComplianceChecked(models.AbstractModel):
    """The list of what is wanted for a document, and of what is entered from there."""

    _inherit = "construction.compliance.checked"

    def action_view_requirements(self):
        """Open what is wanted for these documents, and how far it is met."""
        self.check_access("read")
        return self.env["construction.compliance.requirement"]._open(
            self._get_requirement_documents(),
            self.env._(
                "Required Documents: %(names)s", names=", ".join(self.mapped("display_name"))
            ),
            self._get_requirement_bills(),
        )

    def _get_requirement_documents(self):
        """Return [recordset] of the documents whose requirements are listed."""
        return [self]

    def _get_requirement_bills(self):
        """Return [recordset] of bills whose payment is listed besides."""
        return []

    def _get_paper_defaults(self, case, need):
        """Return {field: value} of the paper that would meet a need."""
        vendor = self.env["res.partner"].browse(case.vendor)
        values = {
            "type_id": need.rule.type,
            "partner_id": vendor.id,
            "company_id": case.company,
        }
        if need.rule.kind == compliance.DOCUMENT:
            return {**values, "project_id": need.rule.job} if need.rule.job else values
        values["order_id"] = case.order
        if need.week:
            values["week_ending"] = need.week.isoformat()
        if need.condition:
            model, key = need.payment.key
            values |= {
                PAID[model]: key,
                "waiver_condition": need.condition,
                "waiver_scope": need.scope,
                "through_date": need.payment.through.isoformat(),
                "waiver_amount": float(need.payment.amount),
            }
        return values
