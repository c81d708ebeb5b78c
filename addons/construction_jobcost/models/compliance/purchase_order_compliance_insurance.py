# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import operator as compare

from odoo import api, fields, models
from odoo.fields import Domain

from ...core.compliance_insurance import insured_until

COMPARED = {"<": compare.lt, "<=": compare.le, ">": compare.gt, ">=": compare.ge}


class PurchaseOrder(models.Model):
    """Until when the vendor is insured for an order, as its certificates say."""

    _inherit = "purchase.order"

    insurance_end_date = fields.Date(
        string="Insured until",
        compute="_compute_insurance_end_date",
        compute_sudo=True,
        search="_search_insurance_end_date",
        help="When the first of the vendor's insurances ends, as the verified certificates say "
        "that hold for this order.",
    )

    def _compute_insurance_end_date(self):
        papers = self.env["construction.compliance.document"]
        insurances = papers._get_insurances(self.partner_id, self.company_id)
        for order in self:
            held = insurances.get(order.partner_id.commercial_partner_id, papers)
            concerning = held.filtered(lambda paper, order=order: paper._concerns(order._origin))
            order.insurance_end_date = insured_until(
                (paper.type_id.id, paper.valid_to or None) for paper in concerning
            )

    @api.model
    def _search_insurance_end_date(self, operator, value):
        """Find orders that are not over yet, of vendors with certificates."""
        if operator not in COMPARED or not value:
            return NotImplemented
        papers = self.env["construction.compliance.document"]
        # Sudo: until when a vendor is insured does not depend on who looks.
        insured = papers.sudo()._search(
            [("kind", "=", "insurance"), ("step", "=", "verified"), ("valid_to", "!=", False)]
        )
        domain = self._get_compliance_open_domain()
        domain &= Domain("partner_id.commercial_partner_id.compliance_document_ids", "in", insured)
        day = fields.Date.to_date(value)
        found = (
            self.sudo()
            .search(domain)
            .filtered(
                lambda order: (
                    order.insurance_end_date and COMPARED[operator](order.insurance_end_date, day)
                )
            )
        )
        return Domain("id", "in", found.ids)
