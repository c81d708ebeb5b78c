# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dataclasses import replace

from odoo import models

from ..core.values import decimal


class AccountMove(models.Model):
    """Journal entries that charge a job: guarded as bills are."""

    _inherit = "account.move"

    def _get_approval_document(self):
        self.ensure_one()
        return "entry" if self.move_type == "entry" else super()._get_approval_document()

    def _get_approval_name(self):
        self.ensure_one()
        if self.move_type != "entry":
            return super()._get_approval_name()
        return self.env._("Journal entry %(ref)s", ref=self.ref or self.display_name)

    def _get_guarded_lines(self):
        # what the ledger takes for direct cost
        entries = self.filtered(
            lambda move: move.move_type == "entry" and move.company_id.approval_entries
        )
        return super()._get_guarded_lines() | entries.line_ids.filtered(
            lambda line: line.analytic_distribution and line.account_id._takes_job_cost()
        )

    def _get_approval_facts(self):
        facts = super()._get_approval_facts()
        for move in self.filtered(lambda move: move.move_type == "entry"):
            fact = facts[move.id]
            if fact.amount < decimal(move.company_id.approval_entry_minimum):
                # nothing to approve: as a document without a job
                facts[move.id] = replace(fact, project_ids=frozenset())
        return facts
