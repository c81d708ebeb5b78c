# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.tools import format_date, formatLang


class PurchaseOrder(models.Model):
    """A commitment as a document that both parties sign."""

    _inherit = "purchase.order"

    def _get_document_title(self):
        """Return what the commitment is: subcontract, material order, service order."""
        self.ensure_one()
        return dict(self._fields["commitment_type"]._description_selection(self.env))[
            self.commitment_type
        ]

    def _get_document_warning(self):
        """Return the word that keeps a reader from taking a draft for a contract."""
        self.ensure_one()
        marks = {"cancel": self.env._("CANCELLED"), "purchase": ""}
        return marks.get(self.state, self.env._("NOT IN FORCE"))

    def _get_document_facts(self):
        """Return [(label, text)] of job and dates; what is empty is left out."""
        self.ensure_one()
        # Sudo: names of the jobs, for who reads the order.
        jobs = self.sudo().project_id or self.sudo().job_ids
        named = ", ".join(f"{job.job_code or ''} {job.name}".strip() for job in jobs)
        days = (
            (self.env._("Start"), self.start_date),
            (self.env._("Finish"), self.finish_date),
            (self.env._("Executed on"), self.executed_date),
            (self.env._("Insurance due"), self.insurance_due_date),
        )
        facts = [
            (self.env._("Job"), named),
            (self.env._("Title"), self.title),
            (self.env._("Answers for the work"), self.vendor_contact_id.name),
            (self.env._("Terms of payment"), self.payment_term_id.name),
            *((label, day and format_date(self.env, day)) for label, day in days),
        ]
        return [(label, text) for label, text in facts if text]

    def _get_retention_texts(self):
        """Return the terms of retention in sentences; none where nothing is held back."""
        self.ensure_one()
        text = self.env._
        percent = {
            name: formatLang(self.env, self[name], digits=2)
            for name in ("retention_work_percent", "retention_stored_percent")
        }
        tiers = self.retention_tier_ids.sorted("up_to_percent")
        whole = text("of the contract") if self.retention_scope == "contract" else text("of a line")
        texts = [
            text(
                "%(percent)s %% of the part up to %(end)s %% %(whole)s.",
                percent=formatLang(self.env, tier.percent, digits=2),
                end=formatLang(self.env, tier.up_to_percent, digits=2),
                whole=whole,
            )
            for tier in tiers
        ]
        if texts:
            texts = [text("On completed work, by bands:"), *texts]
        elif self.retention_work_percent:
            texts = [
                text("%(percent)s %% of completed work.", percent=percent["retention_work_percent"])
            ]
        if self.retention_stored_percent:
            texts.append(
                text(
                    "%(percent)s %% of stored material.",
                    percent=percent["retention_stored_percent"],
                )
            )
        return texts

    def _get_document_changes(self):
        """Return the approved changes of the commitment, the oldest first."""
        self.ensure_one()
        # Sudo: they are part of the contract that is printed.
        changes = self.sudo().change_ids.filtered(lambda change: change.state == "approved")
        return changes.sorted(lambda change: (change.date_approved, change.id))

    def _get_document_sums(self):
        """Return (original sum, net change, revised sum) in the order's currency."""
        self.ensure_one()
        changes = sum(self._get_document_changes().mapped("amount_total"))
        return self.amount_untaxed - changes, changes, self.amount_untaxed


class ResPartner(models.Model):
    """The retention statement of a vendor."""

    _inherit = "res.partner"

    def _get_retention_orders(self):
        """Return the vendor's subcontracts with applications that the user may see."""
        self.ensure_one()
        return self.env["purchase.order"].search(
            [
                ("partner_id", "child_of", self.commercial_partner_id.id),
                ("payment_application_ids", "!=", False),
                ("company_id", "=", self.env.company.id),
            ],
            order="name",
        )


class ConstructionRetentionRelease(models.Model):
    """A release as a document."""

    _inherit = "construction.retention.release"

    def _get_release_mark(self):
        """Return the word that keeps a reader from taking a request for a release."""
        self.ensure_one()
        marks = {
            "draft": self.env._("DRAFT"),
            "submitted": self.env._("NOT APPROVED"),
            "void": self.env._("VOID"),
        }
        return marks.get(self.step, "")

    def _get_release_approval(self):
        """Return the approval of an approved release."""
        self.ensure_one()
        if self.step != "approved":
            return self.env["construction.approval"]
        # Sudo: whoever reads the release reads who approved it.
        return self.sudo()._get_approvals()
