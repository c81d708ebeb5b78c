# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

from ...core.retention_ledger import Billing, billed_levels, paid_levels, steps
from ...core.values import decimal


class ConstructionRetentionBilling(models.AbstractModel):
    """A document whose bill withholds retention or gives it back.

    A model that inherits this has the present bill in ``bill_id``, all bills in ``bill_ids``
    and says in ``state`` how far it is.
    """

    _name = "construction.retention.billing"
    _description = "Document that Bills Retention"

    def _get_billings(self):
        """Return [(Billing, state)] of the bills that were posted, reversed ones included.

        A document without a bill in force counts, if its state does, from its own day.
        """
        self.ensure_one()
        # Sudo: how far bills are, whoever looks at the document.
        document = self.sudo()
        bills = document.bill_id | document.bill_ids
        billings, present = [], False
        for bill in bills.filtered(lambda bill: bill.state == "posted"):
            state = "billed" if bill._is_taken_back() else document.state
            present = present or not bill._is_taken_back()
            billings.append((bill._as_retention_billing(), state))
        if not present:
            billings.append((Billing(document._get_retention_day()), document.state))
        return billings

    def _get_retention_day(self):
        """Return the day of the document itself."""
        raise NotImplementedError


class ConstructionRetentionSource(models.AbstractModel):
    """A line that withholds retention or gives it back, in the job cost ledger."""

    _name = "construction.retention.source"
    _description = "Retention in the Ledger"
    _inherit = ["construction.cost.source"]

    #: The document of the state map that says when what is held counts.
    _retention_document = ""

    def _get_retention_billing(self):
        """Return the ``construction.retention.billing`` document of the line."""
        raise NotImplementedError

    def _get_retention_amounts(self):
        """Return (withheld, released) by the line, in company currency (Decimal)."""
        raise NotImplementedError

    def _get_cost_documents(self):
        return {
            line.id: (document._name, document.id, document.display_name)
            for line in self
            for document in line._get_retention_billing()
        }

    def _get_codings(self):
        # Sudo: what an item is coded to does not depend on who looks.
        items = [line.sudo().order_line_id.analytic_distribution for line in self]
        return dict(zip(self, self.env["construction.cost.key"]._parse(items), strict=True))

    def _get_cost_projection(self):
        """What billed documents hold back and give back, and what of that was paid, by day."""
        codings = self._get_codings()
        billings = {
            document: document._get_billings()
            for line in self
            for document in line._get_retention_billing()
        }
        result = {}
        for line in self:
            coding = [(key, percent) for key, percent in codings[line] if percent > 0]
            withheld, released = line._get_retention_amounts()
            if coding and (withheld or released):
                result[line.id] = [
                    projected
                    for billing, state in billings[line._get_retention_billing()]
                    for projected in line._project_retention(
                        coding, (withheld, released), billing, state
                    )
                ]
        return result

    def _project_retention(self, coding, amounts, billing, state):
        """Return [Projected] of one bill in three buckets: held, released, paid."""
        rules = self.env["construction.cost.rule"]
        withheld, released = amounts
        levels = (
            (self._retention_document, billed_levels(withheld - released, billing)),
            ("retention.released", billed_levels(released, billing)),
            ("retention.payment", paid_levels(released, billing)),
        )
        return [
            projected
            for document, days in levels
            if (bucket := rules._get_bucket(document, state))
            for day, ends in steps(days)
            if ends[0] != ends[1]
            for projected in self.order_line_id._spread(bucket, coding, ends, day, decimal(0))
        ]
