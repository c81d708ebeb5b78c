# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class ConstructionPaymentApplication(models.Model):
    """What the printed application of a subcontractor says of its contract."""

    _inherit = "construction.payment.application"

    def _get_contract_facts(self):
        """Return [(label, text)] of the subcontract and its parties; what is empty is left out."""
        self.ensure_one()
        # Sudo: names of the contract, for who reads its application.
        order = self.sudo().order_id
        facts = [
            (self.env._("Subcontract"), " ".join(filter(None, (order.name, order.title)))),
            (self.env._("Subcontractor"), order.partner_id.display_name),
            (self.env._("Contractor"), order.company_id.name),
            (self.env._("Invoice no."), self.vendor_ref),
            *self._get_opening_facts(),
        ]
        return [(label, text) for label, text in facts if text]

    def _get_jobs(self):
        return super()._get_jobs() or self.order_id.job_ids
