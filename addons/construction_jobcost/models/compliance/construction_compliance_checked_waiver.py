# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

from ...core.compliance import CERTIFICATION, CONDITIONAL, FINAL, PROGRESS, UNCONDITIONAL
from .construction_compliance_document_facts import PAID


class ConstructionComplianceChecked(models.AbstractModel):
    """Lien waivers of what is paid, filled in for the vendor to sign."""

    _inherit = "construction.compliance.checked"

    def action_view_waivers(self):
        """Open the lien waivers of the payment; the first one is filled in from it."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "construction_jobcost.construction_compliance_document_action"
        )
        domain = [(PAID[self._name], "=", self.id)]
        values = self._prepare_waiver_values()
        context = {f"default_{key}": value for key, value in values.items()}
        found = self.env["construction.compliance.document"].search_count(domain, limit=1)
        views = [] if found else [(False, "form")]
        return {
            **action,
            "name": self.env._("Lien Waivers"),
            "domain": domain,
            "context": context,
            **({"views": views, "view_mode": "form"} if views else {}),
        }

    def _prepare_waiver_values(self):
        """Return the values of the waiver that the payment takes now.

        Unconditional once it is paid. Of a release over several subcontracts each has its own:
        subcontract and amount are for the person to choose.
        """
        # Sudo: what a payment is for does not depend on who enters its waiver.
        cases = self.sudo()._get_cases_at(CERTIFICATION)[self]
        payments = [case.payment for case in cases]
        kinds = self.env["construction.compliance.type"]
        values = {
            "type_id": kinds.search([("kind", "=", "lien_waiver")], limit=1).id,
            "partner_id": self.partner_id.id,
            "company_id": self.company_id.id,
            PAID[self._name]: self.id,
            "waiver_condition": UNCONDITIONAL if self.state == "paid" else CONDITIONAL,
            "waiver_scope": FINAL if any(p.final for p in payments) else PROGRESS,
            "through_date": max(p.through for p in payments).isoformat() if payments else False,
        }
        if len(cases) != 1:
            return values
        amount = float(payments[0].amount)
        return {**values, "order_id": cases[0].order, "waiver_amount": amount}
