# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

from ...core.retention import NOTHING
from ...core.retention_statement import Step, statement, totals
from ...core.retention_workbook import Texts, workbook
from ...core.values import decimal


class PurchaseOrder(models.Model):
    """What is held back on a subcontract, document by document."""

    _inherit = "purchase.order"

    def action_retention_workbook(self):
        """Download the retention statement as a spreadsheet."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/construction_jobcost/orders/{self.id}/retention.xlsx",
            "target": "download",
        }

    def _get_retention_statement(self):
        """Return [Step] of the certificates, releases and credits of the subcontract, in order."""
        self.ensure_one()
        applications = self.payment_application_ids.filtered(lambda one: one.step == "certified")
        applications = applications.sorted("number")
        lines = self.env["construction.retention.release.line"].search(
            [("order_id", "=", self.id), ("release_id.step", "=", "approved")]
        )
        certified = [application._get_retention_step() for application in applications]
        released = [
            release._get_retention_step(parts)
            for release, parts in lines.grouped("release_id").items()
        ]
        return statement(certified + released + self._get_credit_steps())

    def _get_credit_steps(self):
        """Return [Step] of credit notes for a part of a bill."""
        items = self._get_payment_items()
        return [
            note._get_credit_step(bill, sum(split[item] for item in items if item in split))
            for bill in self._get_credited_bills()
            for note, split in bill._split_credits(bill._get_credit_notes()).items()
        ]

    def _get_retention_totals(self):
        """Return the sums of the retention statement."""
        return totals(self._get_retention_statement())

    def _get_retention_workbook(self):
        """Return the retention statement as an XLSX file (bytes)."""
        text = self.env._
        texts = Texts(
            title=text("Retention Statement"),
            facts=[
                (text("Subcontract"), " ".join(filter(None, (self.name, self.title)))),
                (text("Subcontractor"), self.partner_id.display_name),
                (text("Amounts in"), self.currency_id.name),
            ],
            headings=[
                text("Date"),
                text("Document"),
                text("Certified"),
                text("Withheld"),
                text("Released"),
                text("Held"),
                text("Bill"),
                text("State of the Bill"),
            ],
            total=text("Total"),
        )
        steps = self._get_retention_statement()
        return workbook(texts, steps, self.currency_id.decimal_places)


class ConstructionPaymentApplication(models.Model):
    """An application on the retention statement."""

    _inherit = "construction.payment.application"

    def _get_retention_step(self):
        """Return the Step of a certified application."""
        self.ensure_one()
        before, after = self._get_before(), self._get_after_kept()
        withheld = sum((line.withheld for line in after), NOTHING)
        # Sudo: how far the bill is shows to whoever sees the application.
        bill = self.sudo().bill_id
        return Step(
            day=self.period_end,
            name=self.name,
            gross=decimal(self.gross_amount),
            withheld=withheld - sum((line.withheld for line in before), NOTHING),
            released=decimal(sum(self.line_ids.mapped("released_amount"))),
            bill=bill.name or "",
            state=bill._get_document_state(),
        )


class ConstructionRetentionRelease(models.Model):
    """A release on the retention statement."""

    _inherit = "construction.retention.release"

    def _get_retention_step(self, lines):
        """Return the Step of an approved release, for these lines of it."""
        self.ensure_one()
        # Sudo: how far the bill is shows to whoever sees the release.
        bill = self.sudo().bill_id
        return Step(
            day=self.date,
            name=self.name,
            released=decimal(sum(lines.mapped("amount"))),
            bill=bill.name or "",
            state=bill._get_document_state(),
        )


class AccountMove(models.Model):
    """The bill of a document, in a word."""

    _inherit = "account.move"

    def _get_credit_step(self, bill, amount):
        """Return the Step of a credit note for a part of a bill.

        amount: by how much less is held; below zero: what was given back is held again.
        """
        return Step(
            day=self.date,
            name=self.name,
            withheld=-max(NOTHING, amount),
            released=min(NOTHING, amount),
            bill=bill.name or "",
            state=self._get_document_state(),
        )

    def _get_document_state(self):
        """Return how far the bill is: not billed, draft, cancelled, or how it is paid."""
        if not self:
            return self.env._("Not billed")
        field = "payment_state" if self.state == "posted" else "state"
        return dict(self._fields[field]._description_selection(self.env))[self[field]]
