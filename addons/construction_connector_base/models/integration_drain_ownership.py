# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dataclasses import replace
from itertools import groupby

from odoo import api, models

from ..core import states
from ..core.change import Change
from ..core.ownership import GUARD, Guard, OwnershipError

#: What a person decides about a conflict, as an overridden reason.
THEIRS, OURS = "sor.conflict", "sor.ours"
LEFT_OUT = "sor.noted"


class IntegrationDrain(models.AbstractModel):
    """Stops messages that change what their system does not own, unless a person decided."""

    _inherit = "integration.drain"

    @api.model
    def _attempt(self, run, contract, rows):
        if not self.env["integration.ownership"]._rules():
            super()._attempt(run, contract, rows)
            return
        # neighbours only: the order stays
        runs = groupby(rows, lambda row: self._decision(run, row.id))  # pylint: disable=bad-builtin-groupby
        for decision, group in runs:
            guarded = run.env(context={**run.env.context, GUARD: Guard(decision)})
            super()._attempt(replace(run, env=guarded), contract, list(group))

    @api.model
    def _decision(self, run, message_id: int) -> str:
        codes = [code for code, _reason in run.overrides.get(message_id, ())]
        last = [code for code in codes if code in (THEIRS, OURS)][-1:]
        return {THEIRS: "theirs", OURS: "ours"}.get(last[0] if last else "", "rules")

    @api.model
    def _change(self, item) -> Change:
        change = super()._change(item)
        guard = item.message.env.context.get(GUARD)
        records = [(one.res_model, one.res_id) for one in item.documents]
        left_out = guard.take(records) if guard and guard.left_out else []
        if not left_out or change.state != states.DONE:
            return change
        text = self.env._(
            "Applied without %(fields)s, which another system keeps.",
            fields=", ".join(sorted({one.label for one in left_out})),
        )
        details = {"conflicts": [one.as_dict() for one in left_out]}
        return replace(change, reason_code=LEFT_OUT, reason_text=text, details=details)

    @api.model
    def _fail(self, run, row, error):
        if isinstance(error, OwnershipError):
            self.env["integration.message"]._transition([self._owned_change(row.id, error)])
        else:
            super()._fail(run, row, error)

    @api.model
    def _owned_change(self, message_id: int, error: OwnershipError) -> Change:
        first = error.conflicts[0]
        return Change(
            message_id,
            states.EXCEPTION,
            reason_code=error.code,
            reason_text=self.env._(
                "%(field)s of %(record)s is kept in %(owner)s: “%(ours)s”. The message says "
                "“%(theirs)s”.",
                field=first.label,
                record=first.record,
                owner=first.owner,
                ours=first.ours,
                theirs=first.theirs,
            ),
            details={"conflicts": [one.as_dict() for one in error.conflicts]},
        )
