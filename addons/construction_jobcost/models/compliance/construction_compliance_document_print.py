# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ...core.compliance import CONDITIONAL, FINAL, PROGRESS, UNCONDITIONAL


class ConstructionComplianceDocument(models.Model):
    """The form of a lien waiver: own words, filled in from what is paid, to be signed."""

    _inherit = "construction.compliance.document"

    def action_print_waiver(self):
        """Print the form of lien waivers, for the vendor to sign."""
        self.check_access("read")
        for record in self:
            if record.kind != "lien_waiver" or not record._get_paid():
                raise UserError(
                    self.env._(
                        "%(document)s is no lien waiver of a payment application, a retention "
                        "release, a bill or an order: there is no form for it.",
                        document=record.display_name,
                    )
                )
        return self.env.ref(
            "construction_jobcost.construction_compliance_document_action_report"
        ).report_action(self)

    def _get_paid(self):
        """Return what the waiver is for: what is paid, or else the order with all its bills."""
        return self._get_payment() or self.order_id

    def _get_waiver_title(self):
        titles = {
            (CONDITIONAL, PROGRESS): self.env._("Conditional Lien Waiver, Progress Payment"),
            (UNCONDITIONAL, PROGRESS): self.env._("Unconditional Lien Waiver, Progress Payment"),
            (CONDITIONAL, FINAL): self.env._("Conditional Lien Waiver, Final Payment"),
            (UNCONDITIONAL, FINAL): self.env._("Unconditional Lien Waiver, Final Payment"),
        }
        return titles[self.waiver_condition or CONDITIONAL, self.waiver_scope or PROGRESS]

    def _get_waiver_facts(self):
        """Return [(label, text)] of parties, job and payment; what is empty is left out."""
        # Sudo: names of the contract, for who reads the waiver of its vendor.
        waiver = self.sudo()
        order, jobs = waiver.order_id, waiver.project_id or waiver.order_id.job_ids
        names = [f"{job.job_code or ''} {job.name}".strip() for job in jobs]
        facts = [
            (self.env._("Claimant"), waiver.partner_id.display_name),
            (self.env._("Customer"), waiver.company_id.name),
            (self.env._("Owner"), ", ".join(jobs.partner_id.mapped("display_name"))),
            (self.env._("Job"), ", ".join(names)),
            (self.env._("Subcontract"), " ".join(filter(None, (order.name, order.title)))),
            (self.env._("Payment"), waiver._get_paid().display_name),
            (self.env._("Work through"), self._format_waiver_day()),
            (self.env._("Amount"), self._format_waiver_amount()),
        ]
        return [(label, text) for label, text in facts if text]

    def _get_waiver_paragraphs(self):
        """Return the paragraphs of the waiver, of its condition and scope."""
        names = {
            "vendor": self.partner_id.display_name,
            "customer": self.company_id.name,
            "day": self._format_waiver_day(),
            "amount": self._format_waiver_amount(),
            "payment": self._get_paid().display_name,
        }
        final = self.waiver_scope == FINAL
        rights = self.env._("every lien, bond claim and notice to withhold payment")
        what = self._get_waived_work(names, final)
        if self.waiver_condition == UNCONDITIONAL:
            effect = self.env._(
                "%(vendor)s has received %(amount)s from %(customer)s for %(payment)s. With its "
                "signature it gives up %(rights)s for %(what)s.",
                rights=rights,
                what=what,
                **names,
            )
        else:
            effect = self.env._(
                "When %(vendor)s has received %(amount)s from %(customer)s for %(payment)s, and "
                "the payment has cleared, it gives up %(rights)s for %(what)s. Until then this "
                "waiver has no effect.",
                rights=rights,
                what=what,
                **names,
            )
        return [effect, self._get_waiver_exceptions(names, final), self._get_waiver_promise(final)]

    def _get_waived_work(self, names, final):
        if final:
            return self.env._(
                "all labor, services, equipment and material of its subcontract, retention "
                "included; nothing more is owed to it"
            )
        return self.env._(
            "labor, services, equipment and material provided on the job through %(day)s", **names
        )

    def _get_waiver_exceptions(self, names, final):
        if final:
            return self.env._(
                "Not given up are the disputed claims listed here, with their amounts: "
                "______________________________________________"
            )
        return self.env._(
            "Not given up are: retention held until now; work after %(day)s; changes that were "
            "not approved in writing by that day; and the claims listed here, with their amounts: "
            "______________________________________________",
            **names,
        )

    def _get_waiver_promise(self, final):
        if final:
            return self.env._(
                "Its workers, subcontractors and suppliers are paid in full, or are paid out of "
                "this payment."
            )
        return self.env._(
            "Its workers, subcontractors and suppliers are paid for this work, or are paid out of "
            "this payment."
        )

    def _get_waiver_warning(self):
        """Return what who signs has to know first; empty for a conditional waiver."""
        if self.waiver_condition != UNCONDITIONAL:
            return ""
        return self.env._(
            "This waiver holds as soon as it is signed, paid or not. Do not sign it before the "
            "payment has been received; until then use a conditional one."
        )

    def _format_waiver_amount(self):
        return self.currency_id.format(self.waiver_amount)

    def _format_waiver_day(self):
        return format_date(self.env, self.through_date) if self.through_date else ""
