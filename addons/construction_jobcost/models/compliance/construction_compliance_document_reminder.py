# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain

ACTIVITY = "construction_jobcost.mail_activity_compliance"


class ConstructionComplianceDocument(models.Model):
    """Reminding who answers for a vendor's work of what ends: before, and when it has ended."""

    _inherit = "construction.compliance.document"

    reminded_on = fields.Date(readonly=True, copy=False)
    end_reminded_on = fields.Date(string="Reminded of the End on", readonly=True, copy=False)

    @api.model
    def _transition_fields(self):
        return super()._transition_fields() | {"reminded_on", "end_reminded_on"}

    @api.model
    def _cron_remind(self):
        """Remind of documents that end soon or have ended, of each once before and once after."""
        today = fields.Date.context_today(self)
        # Sudo: reminders are made for people of all companies.
        ending = Domain("step", "=", "verified") & Domain("valid_to", "!=", False)
        companies = self.sudo()._read_group(ending, ["company_id"])
        for (company,) in companies:
            ending = self._get_ending(company, today)._filter_not_replaced()
            for record, user in ending._get_responsible().items():
                record._remind(user, today)

    @api.model
    def _get_ending(self, company, today):
        """Return the company's documents that somebody has to be reminded of."""
        last = fields.Date.add(today, days=company.compliance_reminder_days)
        ended = Domain("valid_to", "<", today) & Domain("end_reminded_on", "=", False)
        soon = Domain("valid_to", ">=", today) & Domain("valid_to", "<=", last)
        soon &= Domain("reminded_on", "=", False)
        domain = Domain("step", "=", "verified") & Domain("company_id", "=", company.id)
        # Sudo: reminders are made for people of all companies.
        return self.sudo().search(domain & (ended | soon))

    def _filter_not_replaced(self):
        """Return the documents that no verified one of the same type goes on after."""
        later = self.search(
            [
                ("step", "=", "verified"),
                ("company_id", "in", self.company_id.ids),
                ("type_id", "in", self.type_id.ids),
                ("commercial_partner_id", "in", self.commercial_partner_id.ids),
            ]
        ).grouped(lambda record: record._get_holder())
        return self.filtered(
            lambda record: (
                not any(other._replaces(record) for other in later.get(record._get_holder(), ()))
            )
        )

    def _get_holder(self):
        return (self.company_id, self.commercial_partner_id, self.type_id)

    def _replaces(self, other):
        """Tell whether the document goes on where another one of its type ends."""
        longer = not self.valid_to or (other.valid_to and self.valid_to > other.valid_to)
        return (
            longer
            and self.project_id in (self.project_id.browse(), other.project_id)
            and self.order_id in (self.order_id.browse(), other.order_id)
        )

    def _get_responsible(self):
        """Return {document: user} who answers for open orders of the vendor, the buyer first."""
        orders = self.env["purchase.order"].search(
            [
                ("state", "=", "purchase"),
                ("is_closed", "=", False),
                ("job_ids", "!=", False),
                ("company_id", "in", self.company_id.ids),
                ("partner_id.commercial_partner_id", "in", self.commercial_partner_id.ids),
            ],
            order="id desc",
        )
        result = {}
        for record in self:
            mine = orders.filtered(lambda order, record=record: record._concerns(order))
            people = mine.user_id | mine.job_ids.user_id
            user = next(
                (
                    user
                    for user in people
                    if user.active and record.with_user(user).has_access("read")
                ),
                None,
            )
            if user:
                result[record] = user
        return result

    def _concerns(self, order):
        """Tell whether the document is one for an order."""
        return (
            order.company_id == self.company_id
            and order.partner_id.commercial_partner_id == self.commercial_partner_id
            and self.order_id in (order.browse(), order)
            and (not self.project_id or self.project_id in order.job_ids)
        )

    def _remind(self, user, today):
        """Put the document on a person's desk, in place of the reminder before."""
        self.ensure_one()
        ended = self.valid_to < today
        self.activity_unlink([ACTIVITY])
        self.activity_schedule(
            ACTIVITY,
            date_deadline=self.valid_to,
            user_id=user.id,
            summary=self.env._("Has ended: ask the vendor for the renewed one")
            if ended
            else self.env._("Ends soon: ask the vendor for the renewed one"),
        )
        self._set(**{"end_reminded_on" if ended else "reminded_on": today})

    def action_verify(self):
        result = super().action_verify()
        self._close_reminders()
        return result

    def _close_reminders(self):
        """Take the reminders off the desks that the verified documents answer."""
        # Sudo: the reminders are the system's, on other people's desks.
        domain = Domain("reminded_on", "!=", False) | Domain("end_reminded_on", "!=", False)
        domain &= Domain("type_id", "in", self.type_id.ids)
        domain &= Domain("commercial_partner_id", "in", self.commercial_partner_id.ids)
        domain &= Domain("company_id", "in", self.company_id.ids)
        reminded = self.sudo().search(domain)
        answered = reminded.filtered(
            lambda old: any(
                new._get_holder() == old._get_holder() and new._replaces(old) for new in self.sudo()
            )
        )
        answered.activity_unlink([ACTIVITY])
