# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain

from ...core.compliance import DOCUMENT, PAYROLL, WAIVER, Paper, needs
from ...core.values import decimal

#: What a waiver is for: the field of the document that is paid, by its model.
PAID = {
    "construction.retention.release": "release_id",
    "construction.payment.application": "application_id",
    "account.move": "bill_id",
}


class ConstructionComplianceDocument(models.Model):
    """The papers that the arithmetic looks at, read for many documents at once."""

    _inherit = "construction.compliance.document"

    @api.model
    def _get_papers(self, wanted):
        """Return {(company id, vendor id): [Paper]} for [(Case, [Rule that applies])].

        Only what could meet a need is read: a vendor of many years has many waivers and payrolls.
        """
        domains = [self._get_paper_domain(case, rules) for case, rules in wanted if rules]
        if not domains:
            return {}
        # Sudo: what was handed in counts whoever asks.
        records = self.sudo().search(Domain.OR(domains), order="id")
        papers = defaultdict(list)
        for record in records:
            papers[record.company_id.id, record.commercial_partner_id.id].append(record._as_paper())
        return papers

    @api.model
    def _get_paper_domain(self, case, rules):
        vendor = Domain("company_id", "=", case.company)
        vendor &= Domain("commercial_partner_id", "=", case.vendor)
        kinds = defaultdict(set)
        for rule in rules:
            kinds[rule.kind].add(rule.type)
        return vendor & Domain.OR(
            Domain("type_id", "in", sorted(types)) & self._get_kind_domain(kind, case, rules)
            for kind, types in kinds.items()
        )

    @api.model
    def _get_kind_domain(self, kind, case, rules):
        if kind == DOCUMENT:
            return Domain.TRUE
        asked = [need for rule in rules if rule.kind == kind for need in needs(rule, case)]
        if kind == WAIVER and asked:
            keys = {need.payment.key for need in asked}
            named = Domain.OR(
                Domain(name, "in", sorted(key for model, key in keys if model == wanted))
                for wanted, name in PAID.items()
            )
            unnamed = Domain.AND(Domain(name, "=", False) for name in PAID.values())
            return named | (Domain("order_id", "=", case.order) & unnamed)
        found = [need.week for need in asked if need.week]
        if kind != PAYROLL or not found:
            return Domain.FALSE
        first = fields.Date.subtract(min(found), days=6)
        return Domain("week_ending", ">=", first) & Domain("week_ending", "<=", max(found))

    def _as_paper(self):
        self.ensure_one()
        company = self.company_id
        cover = self.currency_id._convert(
            self.cover_amount,
            company.currency_id,
            company,
            fields.Date.context_today(self),
        )
        payment = self._get_payment()
        return Paper(
            id=self.id,
            type=self.type_id.id,
            state=self.step,
            job=self.project_id.id or 0,
            order=self.order_id.id or 0,
            valid_from=self.valid_from or None,
            valid_to=self.valid_to or None,
            cover=decimal(cover),
            condition=self.waiver_condition or "",
            scope=self.waiver_scope or "",
            through=self.through_date or None,
            amount=decimal(self.waiver_amount),
            payment=(payment._name, payment.id) if payment else None,
            week=self.week_ending or None,
        )

    def _get_payment(self):
        """Return the application, release or bill that a waiver names; may be empty."""
        return next((self[name] for name in PAID.values() if self[name]), self.application_id)

    def _get_paid_orders(self):
        """Return the subcontracts and orders of what a waiver names."""
        return (
            self.application_id.order_id
            | self.release_id.line_ids.order_id
            | self.bill_id.invoice_line_ids.purchase_line_id.order_id
        )
