# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command


class ConstructionCostReallocation(models.Model):
    """What a reallocation writes into the books: same account, other coding.

    A cost that stands in the books is moved there by a journal entry, one for each accounting
    date. One that only an analytic line stands for (hours, goods from stock) is moved by two of
    these. So Odoo's own reports by job agree with the ledger.
    """

    _inherit = "construction.cost.reallocation"

    def _record_lines(self, sign):
        """Record all lines; sign 1 moves, -1 takes back. The caller checked the right."""
        self.ensure_one()
        booked = self.line_ids.filtered(lambda line: line._get_account())
        for day, lines in booked.grouped(
            lambda line: line.date if sign > 0 else line._get_void_date()
        ).items():
            self._post_entry(day, lines, sign)
        self.line_ids.filtered(lambda line: line.source_model == "account.analytic.line")._retrace(
            sign
        )

    def _post_entry(self, day, lines, sign):
        journal = self._get_journal()
        move = self.env["account.move"].with_company(self.company_id)
        entry = move.create(
            {
                "move_type": "entry",
                "journal_id": journal.id,
                "date": day,
                "ref": f"{self.project_id.job_code} {self.display_name}",
                "line_ids": [
                    Command.create(values) for line in lines for values in line._prepare_items(sign)
                ],
            }
        )
        # first, because what belongs to an approved reallocation needs no other approval
        self._set(move_ids=[Command.link(entry.id)])
        entry.action_post()

    def _get_journal(self):
        journal = self.env["account.journal"].search(
            [("type", "=", "general"), ("company_id", "=", self.company_id.id)],
            order="sequence, id",
            limit=1,
        )
        if not journal:
            raise UserError(
                self.env._(
                    "%(company)s has no journal for other entries. Create one of the type "
                    "Miscellaneous.",
                    company=self.company_id.display_name,
                )
            )
        return journal
