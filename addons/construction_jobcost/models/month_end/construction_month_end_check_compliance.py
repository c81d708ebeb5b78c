# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict
from decimal import Decimal

from odoo import api, models
from odoo.fields import Domain

from ...core.month_end import Item
from ...core.values import decimal
from .construction_month_end_check import Check


class ConstructionMonthEndCheck(models.AbstractModel):
    """Papers that vendors owe who wait for a certificate or for their money."""

    _inherit = "construction.month.end.check"

    @api.model
    def _get_checks(self):
        commitments = "construction_jobcost.purchase_order_commitment_action"
        buyer = self.env._("Buyer")
        return super()._get_checks() + [
            Check(
                "papers_hold",
                self.env._("Vendors on hold for papers"),
                self._find_papers_that_stop,
                commitments,
                buyer,
            ),
            Check(
                "papers_lacking",
                self.env._("Vendors' papers lacking or expired"),
                self._find_papers_that_warn,
                commitments,
                buyer,
                is_blocking=False,
            ),
        ]

    @api.model
    def _find_papers_that_stop(self, period):
        """Commitments of which something is stopped by a rule until papers come."""
        return self._find_lacking(period, lambda finding: finding.stops)

    @api.model
    def _find_papers_that_warn(self, period):
        """Commitments of which a rule warns: it goes on although papers are lacking."""
        return self._find_lacking(period, lambda finding: finding.lacks and not finding.stops)

    @api.model
    def _find_lacking(self, period, counts):
        """Commitments with findings that count; worth what waits to be certified or paid."""
        sums = defaultdict(Decimal)
        for documents, amount in self._get_waiting(period):
            for document, found in documents._get_compliance_findings().items():
                places = {
                    (job, case.order)
                    for case, finding in found
                    if counts(finding)
                    # a waiver or a payroll is wanted of the payment, whatever its jobs
                    for job in ([finding.need.job] if finding.need.job else case.jobs)
                }
                for job, order in places:
                    sums[job, order] += decimal(amount(document, order))
        orders = self.env["purchase.order"].browse({order for _job, order in sums})
        buyers = {order.id: order.user_id.id or 0 for order in orders}
        return [Item(job, order, total, buyers[order]) for (job, order), total in sums.items()]

    @api.model
    def _get_waiting(self, period):
        """Return [(documents, function)]: what is open at the month's end, and what it asks for.

        The function takes a document and the id of an order, and returns company currency.
        """
        company = Domain("company_id", "=", period.company.id)
        applications = self.env["construction.payment.application"].search(
            company
            & Domain("state", "in", ("draft", "submitted", "certified"))
            & Domain("period_end", "<=", period.last)
        )
        releases = self.env["construction.retention.release"].search(
            company
            & Domain("state", "in", ("draft", "submitted", "approved"))
            & Domain("date", "<=", period.last)
        )
        bills = self.env["account.move"]
        bills = bills.search(
            company
            & bills._get_compliance_open_domain()
            & Domain("state", "=", "posted")
            & Domain("date", "<=", period.last)
            & Domain("job_ids", "!=", False)
        )
        return [
            (applications, lambda sheet, _order: sheet._in_company_currency(sheet.due_amount)),
            (releases, self._get_released),
            (bills, self._get_unpaid),
        ]

    @api.model
    def _get_released(self, release, order_id):
        lines = release.line_ids.filtered(lambda line: line.order_id.id == order_id)
        return sum(line._in_company_currency() for line in lines)

    @api.model
    def _get_unpaid(self, bill, order_id):
        """Return the part of what is left of a bill that is of one of its orders."""
        lines = bill.invoice_line_ids
        own = lines.filtered(
            lambda line: order_id in (line.purchase_line_id.order_id | line.retention_order_id).ids
        )
        whole = sum(lines.mapped("balance"))
        share = sum(own.mapped("balance")) / whole if whole else 1
        return -bill.amount_residual_signed * share
