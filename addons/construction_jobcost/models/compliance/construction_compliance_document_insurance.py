# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.fields import Domain

LIABILITY = "construction_jobcost.compliance_type_general_liability"


class ConstructionComplianceDocument(models.Model):
    """The certificates of insurance that were verified say until when a vendor is insured."""

    _inherit = "construction.compliance.document"

    @api.model
    def _get_insurances(self, vendors, companies):
        """Return {vendor: its verified certificates of insurance in companies}."""
        # Sudo: until when a vendor is insured does not depend on who looks.
        found = self.sudo().search(
            [
                ("kind", "=", "insurance"),
                ("step", "=", "verified"),
                ("company_id", "in", companies.ids),
                ("commercial_partner_id", "in", vendors.commercial_partner_id.ids),
            ]
        )
        return found.grouped("commercial_partner_id")

    @api.model
    def _claim_insurances(self, company, days):
        """Enter, to be verified, the liability insurances that somebody says vendors have.

        days: {vendor: last day}. What is entered with that day already stays as it is; what
        nobody has verified yet of the day before is corrected.
        """
        kind = self.env.ref(LIABILITY, False)
        if not kind or not days:
            return
        vendors = self.env["res.partner"].union(*days).commercial_partner_id
        domain = Domain("type_id", "=", kind.id) & Domain("company_id", "=", company.id)
        domain &= Domain("commercial_partner_id", "in", vendors.ids)
        domain &= Domain("step", "in", ["draft", "verified"])
        known = self.search(domain).grouped("commercial_partner_id")
        new = []
        for vendor, day in days.items():
            papers = known.get(vendor.commercial_partner_id, self.browse())
            claim = papers.filtered(
                lambda paper: paper.step == "draft" and paper.entered_by_id == self.env.user
            )[:1]
            if day in papers.mapped("valid_to"):
                continue
            if claim:
                claim.valid_to = day
            else:
                new.append(
                    {
                        "type_id": kind.id,
                        "partner_id": vendor.id,
                        "company_id": company.id,
                        "valid_to": day,
                    }
                )
        self.create(new)
