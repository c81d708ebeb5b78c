# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from .construction_compliance_type import ENDING


class ConstructionComplianceDocument(models.Model):
    """Verifying a document: by another person than who entered it."""

    _inherit = "construction.compliance.document"

    may_verify = fields.Boolean(compute="_compute_may_verify")

    @api.depends_context("uid")
    @api.depends("entered_by_id", "step")
    def _compute_may_verify(self):
        for record in self:
            record.may_verify = record.step == "draft" and record._is_another_person()

    def action_verify(self):
        """Say, as another person than who entered them, that documents are what they claim.

        Raises AccessError for who entered one, UserError where something is not filled in.
        """
        self.check_access("write")
        self._check_another_person()
        self._check_complete()
        self._set_step("verified", verified_by_id=self.env.uid, verified_on=fields.Datetime.now())
        return True

    def action_reject(self):
        """Say, as another person, that documents do not count; the reason stands on them."""
        self.check_access("write")
        self._check_another_person()
        for record in self:
            if not (record.reject_reason or "").strip():
                raise UserError(
                    self.env._(
                        "Give the reason why %(document)s is rejected: the vendor hears it.",
                        document=record.display_name,
                    )
                )
        self._set_step("rejected", verified_by_id=self.env.uid, verified_on=fields.Datetime.now())
        return True

    def action_draft(self):
        """Take documents back to be corrected and verified again: they count no more."""
        self.check_access("write")
        self._set_step("draft", verified_by_id=False, verified_on=False)
        return True

    def _is_another_person(self):
        return self.env.user not in self.create_uid | self.entered_by_id

    def _check_another_person(self):
        for record in self:
            if not record._is_another_person():
                raise AccessError(
                    self.env._(
                        "%(user)s entered %(document)s. Another person has to verify it.",
                        user=self.env.user.name,
                        document=record.display_name,
                    )
                )

    # Checks -----------------------------------------------------------------------------------

    def _check_complete(self):
        """Raise UserError for a document that does not say what its kind has to say."""
        for record in self:
            labels = [
                record._fields[name]._description_string(self.env)
                for name in record._get_needed_fields()
                if not record[name]
            ]
            if labels:
                raise UserError(
                    self.env._(
                        "%(document)s: fill in %(fields)s first.",
                        document=record.display_name,
                        fields=", ".join(labels),
                    )
                )

            record._check_waiver_currency()

    def _check_waiver_currency(self):
        currency = self.order_id.currency_id
        if self.kind == "lien_waiver" and self.currency_id != currency:
            raise UserError(
                self.env._(
                    "%(document)s is in %(given)s, its subcontract in %(currency)s. The waiver has "
                    "to name the amount in the currency of the subcontract.",
                    document=self.display_name,
                    given=self.currency_id.name,
                    currency=currency.name,
                )
            )

    def _get_needed_fields(self):
        """Return the fields that a document of the kind cannot be verified without."""
        self.ensure_one()
        if self.kind == "lien_waiver":
            texts = ["waiver_condition", "waiver_scope", "through_date", "signed_date"]
            return [*self._get_needed_payment(), "order_id", *texts]
        if self.kind == "payroll":
            return ["week_ending", "project_id" if not self.order_id else "order_id"]
        if self.kind in ENDING:
            return ["number", "valid_to"]
        return []

    def _get_needed_payment(self):
        """Return the field that has to name what is paid.

        None where bills of an order are paid: a waiver may be for all of it that is billed.
        """
        if self.release_id or self.bill_id:
            return []
        # Sudo: how an order is billed does not depend on who looks.
        by_applications = self.order_id.sudo().payment_application_ids
        return ["application_id"] if by_applications else []

    @api.constrains("partner_id", "order_id", "application_id", "release_id", "bill_id")
    def _check_vendor(self):
        for record in self:
            # Sudo: whose subcontract it is does not depend on who looks.
            document = record.sudo()
            paid = document._get_paid_orders()
            vendors = (
                document.order_id.partner_id
                | document.application_id.partner_id
                | document.release_id.partner_id
                | document.bill_id.partner_id
            ).commercial_partner_id
            if vendors - document.commercial_partner_id:
                raise ValidationError(
                    self.env._(
                        "The subcontract is not one of %(vendor)s.",
                        vendor=document.partner_id.display_name,
                    )
                )
            if paid and document.order_id and document.order_id not in paid:
                raise ValidationError(
                    self.env._(
                        "%(order)s is not what is paid here. Choose the subcontract of the "
                        "application, the release or the bill.",
                        order=document.order_id.display_name,
                    )
                )
