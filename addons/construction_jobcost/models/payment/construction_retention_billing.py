# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from odoo import models

from ...core.retention_ledger import Billing, added_up, billed_levels, paid_levels, steps
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

    def _get_credits(self):
        """Return {item: [(day, amount)]}: by how much less is held by credit notes of the bills.

        Below zero: what was given back is held again. Contract's currency (Decimal).
        """
        self.ensure_one()
        # Sudo: what was credited counts whoever looks.
        document = self.sudo()
        credits = defaultdict(list)
        for bill in document.bill_id | document.bill_ids:
            notes = bill._get_credit_notes()
            for note, split in bill._split_credits(notes).items():
                for item, amount in split.items():
                    credits[item.id].append((note.date, amount))
                    if bill._is_taken_back():
                        # the whole bill is off from the day of the last one
                        credits[item.id].append((notes[-1].date, -amount))
        return credits


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
        documents = self._get_retention_billings()
        billings = {document: document._get_billings() for document in documents}
        credits = {document: document._get_credits() for document in documents}
        result = {}
        for line in self:
            coding = [(key, percent) for key, percent in codings[line] if percent > 0]
            withheld, released = line._get_retention_amounts()
            if coding and (withheld or released):
                document = line._get_retention_billing()
                taken = line._get_taken_back(credits[document])
                amounts = withheld, released, min(decimal(0), sum(part for _day, part in taken))
                result[line.id] = [
                    projected
                    for billing, state in billings[document]
                    for projected in line._project_retention(coding, amounts, billing, state)
                ] + line._project_credits(coding, taken)
        return result

    def _get_retention_billings(self):
        """Return the documents of the lines, each once."""
        billings = self[:1]._get_retention_billing()
        for line in self:
            billings |= line._get_retention_billing()
        return billings

    def _project_retention(self, coding, amounts, billing, state):
        """Return [Projected] of one bill in three buckets: held, released, paid.

        amounts: withheld, released, and what of that credit notes took back (below zero).
        """
        withheld, released, taken = amounts
        levels = (
            (self._retention_document, billed_levels(withheld - released, billing)),
            ("retention.released", billed_levels(released, billing)),
            ("retention.payment", paid_levels(released + taken, billing)),
        )
        return self._project_levels(coding, levels, state)

    def _get_taken_back(self, credits):
        """Return [(day, amount)] of the line that credit notes took back; company currency."""
        # Sudo: the rate of the subcontract, for the ledger, which follows whoever acts.
        rate = decimal(self.order_id.sudo().currency_rate or 1)
        return [(day, amount / rate) for day, amount in credits[self.order_line_id.id]]

    def _project_credits(self, coding, taken):
        """Return [Projected] of what credit notes took back, each on its day."""
        levels = added_up(taken)
        return self._project_levels(
            coding,
            (
                (self._retention_document, [(day, -level) for day, level in levels]),
                # what was given back, and is not any more
                ("retention.released", [(day, min(level, decimal(0))) for day, level in levels]),
            ),
            "billed",
        )

    def _project_levels(self, coding, levels, state):
        """Return [Projected] of [(document of the state map, levels)]."""
        rules = self.env["construction.cost.rule"]
        return [
            projected
            for document, days in levels
            if (bucket := rules._get_bucket(document, state))
            for day, ends in steps(days)
            if ends[0] != ends[1]
            for projected in self.order_line_id._spread(bucket, coding, ends, day, decimal(0))
        ]
