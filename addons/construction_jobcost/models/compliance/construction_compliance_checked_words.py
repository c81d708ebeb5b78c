# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.tools import format_date

from ...core import compliance

#: What is paid in the currency of its order, whatever it is in itself.
BILL = "account.move"


class ConstructionComplianceChecked(models.AbstractModel):
    """What is lacking, in words: which paper, of whom, why, and what to do."""

    _inherit = "construction.compliance.checked"

    def _describe_lacks(self, lacks):
        """Return a text for each (Case, Finding), the same one once."""
        return list(dict.fromkeys(self._describe_lack(*pair) for pair in lacks))

    def _describe_lack(self, case, finding):
        # Sudo: the names of a vendor and of its papers, for whoever is stopped by them.
        paper = self.env["construction.compliance.document"].sudo().browse(finding.paper or [])
        vendor = self.env["res.partner"].sudo().browse(case.vendor)
        need = finding.need
        text = self._get_lack_text(finding.code, need, paper)
        return self.env._(
            "%(document)s of %(vendor)s: %(text)s",
            document=self._describe_need(need),
            vendor=vendor.display_name,
            text=text,
        )

    def _describe_need(self, need):
        """Return what is wanted, such as "Lien Waiver (conditional, final) for SC1 / 3"."""
        # Sudo: whoever is refused may read what is wanted.
        name = self.env["construction.compliance.type"].sudo().browse(need.rule.type).name
        if need.week:
            return self.env._(
                "%(document)s of the week until %(day)s", document=name, day=self._day(need.week)
            )
        if need.condition:
            model, key = need.payment.key
            # Sudo: the name of what is paid.
            paid = self.env[model].sudo().browse(key)
            return self.env._(
                "%(document)s (%(condition)s, %(scope)s) for %(paid)s",
                document=name,
                condition=self._label("waiver_condition", need.condition).lower(),
                scope=self._label("waiver_scope", need.scope).lower(),
                paid=paid.display_name,
            )
        return name

    def _get_lack_text(self, code, need, paper):
        texts = {
            compliance.MISSING: self._get_missing_text,
            compliance.UNVERIFIED: lambda need, paper: self.env._(
                "entered and not verified yet. Have another person verify it."
            ),
            compliance.REJECTED: lambda need, paper: self.env._(
                "rejected (%(reason)s). Ask the vendor for a right one.",
                reason=paper.reject_reason or "",
            ),
            compliance.EXPIRED: lambda need, paper: self.env._(
                "ended on %(day)s. Enter the renewed one.", day=self._day(paper.valid_to)
            ),
            compliance.NOT_YET_VALID: lambda need, paper: self.env._(
                "valid from %(day)s on only.", day=self._day(paper.valid_from)
            ),
            compliance.COVER: self._get_cover_text,
            compliance.WAIVER_KIND: lambda need, paper: self.env._(
                "the one handed in is of another kind. Ask for this one."
            ),
            compliance.WAIVER_THROUGH: lambda need, paper: self.env._(
                "it waives work until %(day)s, and has to until %(needed)s.",
                day=self._day(paper.through_date),
                needed=self._day(need.payment.through),
            ),
            compliance.WAIVER_AMOUNT: lambda need, paper: self.env._(
                "it is for %(amount)s, and has to be for %(needed)s.",
                amount=paper.currency_id.format(paper.waiver_amount),
                needed=paper.currency_id.format(
                    float(need.payment.least(bool(paper._get_payment())))
                ),
            ),
        }
        return texts[code](need, paper)

    def _get_missing_text(self, need, paper):
        if need.payment and need.condition:
            return self.env._(
                "not handed in. It has to be through %(day)s and for at least %(amount)s.",
                day=self._day(need.payment.through),
                amount=self._format_paid(need.payment),
            )
        return self.env._("not handed in. Ask the vendor for it and enter it.")

    def _format_paid(self, payment):
        model, key = payment.key
        # Sudo: the currency of what is paid.
        paid = self.env[model].sudo().browse(key)
        orders = paid.invoice_line_ids.purchase_line_id.order_id if model == BILL else paid
        return orders[:1].currency_id.format(float(payment.amount))

    def _get_cover_text(self, need, paper):
        return self.env._(
            "covers %(cover)s, and has to cover %(minimum)s.",
            cover=paper.currency_id.format(paper.cover_amount),
            minimum=paper.company_id.currency_id.format(float(need.rule.minimum)),
        )

    def _label(self, name, value):
        field = self.env["construction.compliance.document"]._fields[name]
        return dict(field._description_selection(self.env))[value]

    def _day(self, day):
        return format_date(self.env, day) if day else "/"
