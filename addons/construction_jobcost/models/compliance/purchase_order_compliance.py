# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.fields import Domain

from ...core.compliance import CERTIFICATION, COMMITMENT, PAYMENT, Case


class PurchaseOrder(models.Model):
    """Orders of a job are confirmed when the papers are in that are wanted for them."""

    _name = "purchase.order"
    _inherit = ["purchase.order", "construction.compliance.checked"]
    _waive_field = "order_id"

    @api.model
    def _get_compliance_open_domain(self):
        open_states = Domain("state", "in", ["draft", "sent", "to approve", "purchase"])
        return open_states & Domain("is_closed", "=", False) & Domain("job_ids", "!=", False)

    def _get_compliance_cases(self):
        """What the next steps want: confirming, then what billing and paying ask of the vendor."""
        return {
            order: [
                order._get_compliance_case(stage)
                for stage in (
                    (CERTIFICATION, PAYMENT) if order.state == "purchase" else (COMMITMENT,)
                )
            ]
            for order in self
            if order.state != "cancel" and not order.is_closed
        }

    def _get_compliance_case(self, stage, payment=None, previous=None):
        """Return the Case of the order at a stage, and of what is paid there."""
        self.ensure_one()
        # Sudo: how a vendor is classed does not depend on who looks.
        order = self.sudo()
        vendor = order.partner_id.commercial_partner_id
        return Case(
            stage=stage,
            company=order.company_id.id,
            vendor=vendor.id,
            order=order.id,
            commitment=order.commitment_type,
            amount=order._get_company_amount(order.amount_untaxed),
            jobs=frozenset(order.job_ids.ids),
            vendor_class=vendor.with_company(order.company_id).match_class_id.id or 0,
            payment=payment,
            previous=previous,
            wage_jobs=frozenset(order.job_ids.filtered("is_prevailing_wage").ids),
            week_end=int(order.company_id.payroll_week_end),
        )

    def _get_waive_jobs(self):
        return self.job_ids

    def _get_requirement_documents(self):
        """Return the orders, and what is to be certified and paid of them."""
        open_documents = Domain("order_id", "in", self.ids)
        open_documents &= Domain("state", "not in", ["paid", "void"])
        releases = Domain("line_ids.order_id", "in", self.ids)
        releases &= Domain("state", "not in", ["paid", "void"])
        return [
            self,
            self.env["construction.payment.application"].search(open_documents),
            self.env["construction.retention.release"].search(releases),
        ]

    # Confirming -------------------------------------------------------------------------------

    def _check_taking_effect(self):
        super()._check_taking_effect()
        # early, for a clear answer; what lacks is noted when the order has taken effect
        self._check_no_stop(self._get_compliance_findings(self._get_guarded_cases()))

    def _get_guarded_cases(self):
        # Sudo: an order of a job is one, whether or not who confirms it sees the job.
        of_jobs = self.filtered(lambda order: order.sudo().job_ids)
        return {order: [order._get_compliance_case(COMMITMENT)] for order in of_jobs}

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        orders.filtered(lambda order: order.state == "purchase")._mark_for_compliance_check()
        return orders

    def _write_multi(self, vals_list):
        result = super()._write_multi(vals_list)
        entered = [
            order.id
            for order, vals in zip(self, vals_list, strict=True)
            if vals.get("state") == "purchase"
        ]
        self.browse(entered)._mark_for_compliance_check()
        return result
