# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from ..core import precommit
from ..core.changes import ledger_state

EDITED = "construction_jobcost.change.edited"


class ConstructionChangeOrder(models.Model):
    """What a change amounted to, each time that changed after it was submitted."""

    _inherit = "construction.change.order"

    revision = fields.Integer(
        readonly=True, copy=False, help="Counts the changes of its figures after submission."
    )

    def _mark_figures(self):
        """Note that the figures of these changes may have changed."""
        precommit.collect(self.env.cr, EDITED, self.ids, self.browse()._record_edits)

    @api.model
    def _record_edits(self):
        # Sudo: history follows from the change, whoever may write it.
        changes = self.sudo().browse(precommit.drain(self.env.cr, EDITED)).exists()
        edited = changes.filtered(
            lambda change: change.revision_ids and change.state in ("draft", "pending")
        )
        edited._record_revision(edit=True)

    def _record_revision(self, date=None, note=False, edit=False):
        """Keep what each change amounts to from ``date`` (today) on, where it differs.

        A day before that of earlier revisions, such as that of the owner's signature, ends
        them: from it on the new one counts. edit: the figures changed, not the state.
        """
        day = date or fields.Date.context_today(self)
        values = []
        # Sudo: as in _record_edits.
        for change in self.sudo():
            new = change._prepare_revision_values(day, note)
            if change.revision_ids and change.revision_ids[-1]._is_same(new):
                continue
            for row in change.revision_ids.line_ids:
                if not row.date_end or row.date_end > day:
                    row.date_end = max(day, row.date)
            if edit:
                new["revision"] = change.revision + 1
                change._set(revision=new["revision"])
            values.append(new)
        # Sudo: nobody writes the history; it follows from the steps, whose rights were checked.
        self.env["construction.change.revision"].sudo().create(values)

    def _prepare_revision_values(self, date, note):
        """Return the values of the revision that says what the change amounts to now."""
        self.ensure_one()
        return {
            "change_order_id": self.id,
            "date": date,
            "note": note,
            "revision": self.revision,
            "state": self.state,
            "ledger_state": self._get_ledger_state(),
            "contingency_line_id": self.contingency_line_id.id,
            "cost_amount": self.cost_amount,
            "revenue_amount": self.revenue_amount,
            "days": self.days,
            "line_ids": [
                fields.Command.create(line._prepare_revision_line_values())
                for line in self.line_ids
            ],
        }

    def _get_ledger_state(self):
        self.ensure_one()
        return ledger_state(
            self.state,
            executed=self._is_executed(),
            contingency=bool(self.contingency_line_id),
            done=bool(self.date_done),
        )
