# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.fields import Command
from odoo.tools import format_date

from .construction_handler import number

LOCKED = "budget.locked"


class HandlerEstimate(models.AbstractModel):
    """`estimate.awarded`: the job's original budget; a higher revision replaces lower ones."""

    _name = "construction.handler.estimate"
    _inherit = "construction.handler"
    _description = "Estimate Message Handler"

    def _resolve(self, items):
        reference = self._reference()
        reference._resolve_existing(items, "estimate", lambda item: [self._document(item)])
        self._drop_repeated(items, "estimate")
        reference._resolve_coding(items)
        reference._resolve_uoms(items, lambda item: [line.uom for line in item.data.lines])

    def _worth(self, item):
        return sum(line.amount for line in item.data.lines)

    def _gate(self, items):
        """A lower revision that comes after a higher one is kept, never applied."""
        awarded = self.env["construction.estimate"].search(
            [
                ("project_id", "in", [self._job(item).id for item in items]),
                ("number", "in", [item.data.estimate_id for item in items]),
                ("state", "=", "awarded"),
            ]
        )
        latest = {(estimate.project_id, estimate.number): estimate for estimate in awarded}
        for item in items:
            known = latest.get((self._job(item), item.data.estimate_id))
            if known and known.revision > item.data.revision:
                item.supersede(
                    self.env._(
                        "Revision %(known)s of estimate %(number)s was awarded already.",
                        known=known.revision,
                        number=item.data.estimate_id,
                    )
                )
            else:
                self._check_lock(item)

    def _check_lock(self, item):
        """Stop a revision of a budget that is locked: a person decides whether it still counts."""
        # sudo: the lock binds also service users who may not see it
        job = self._job(item).sudo()
        if job.budget_lock_date:
            item.stop(
                LOCKED,
                self.env._(
                    "The budget of job %(job)s is locked since %(date)s by %(user)s. Unlock it "
                    "and retry, override this to award the revision despite the lock, or reject "
                    "the message and enter a budget change.",
                    job=job.job_code,
                    date=format_date(self.env, job.budget_lock_date),
                    user=job.budget_locked_by_id.name,
                ),
                self._worth(item),
            )

    def _job(self, item):
        return item.refs["job"][item.data.job_code]

    def _apply(self, items):
        # of several revisions in one bulk the highest is awarded last
        items = sorted(items, key=lambda item: item.data.revision)
        estimates = self.env["construction.estimate"].create(
            [self._prepare_values(item, None) for item in items]
        )
        for item, estimate in zip(items, estimates, strict=True):
            if LOCKED in item.overrides:
                estimate._award_despite_lock(item.override_reason)
            else:
                estimate.action_award()
        self._register_documents(items, "estimate", estimates)

    def _prepare_values(self, item, record):
        return {
            "project_id": self._job(item).id,
            "number": item.data.estimate_id,
            "revision": item.data.revision,
            "date": item.message.occurred_at.date(),
            "line_ids": [
                Command.create(self._prepare_line_values(item, line)) for line in item.data.lines
            ],
        }

    def _prepare_line_values(self, item, line):
        refs = item.refs
        phase = refs["phase"].get((item.data.job_code, line.phase))
        values = {
            "line_ref": line.line_id,
            "cost_code_id": refs["cost_code"][line.cost_code].id,
            "cost_type_id": refs["cost_type"][line.cost_type].id,
            "phase_id": phase.id if phase else False,
            "quantity": number(line.quantity),
            "unit_cost": number(line.unit_cost),
            "amount": number(line.amount),
        }
        if line.uom:
            values["uom_id"] = refs["uom"][line.uom].id
        if line.description:
            values["description"] = line.description
        return values
