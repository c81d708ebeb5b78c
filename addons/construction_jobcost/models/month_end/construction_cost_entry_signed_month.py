# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from odoo import api, models

#: In the context of a repair. An object of this process: no caller can send it.
REPAIR = object()
#: What a signed month is closed for: commitments, costs, retention and what the owner is asked for.
#: Requests, budgets and payments go on; what is accrued follows from what is received and billed.
CLOSED = frozenset(
    {
        "original_commitments",
        "approved_commitment_changes",
        "invoiced",
        "direct_cost",
        "retention_held",
        "retention_released",
        "billed",
        "owner_retention_held",
        "owner_retention_released",
    }
)
#: Closed as well, but for a later price: it values anew what was received then.
RECEIVED = frozenset({"received_goods", "received_services", "received_milestones"})


class ConstructionCostEntry(models.Model):
    """The last guard of a month that was signed off: what documents bring to the ledger.

    Whatever a document is and however it is written, it counts on the day that the ledger gives
    it. What a sweep repairs is no new cost and goes through.
    """

    _inherit = "construction.cost.entry"

    @api.model
    def _append(self, source, missing):
        if self.env.context.get("construction_repair") is not REPAIR:
            self._check_months_open(source, missing)
        return super()._append(source, missing)

    @api.model
    def _sweep_batch(self, model_name, ids, heal=False):
        repair = self.with_context(construction_repair=REPAIR)
        return super(ConstructionCostEntry, repair)._sweep_batch(model_name, ids, heal)

    @api.model
    def _check_months_open(self, source, missing):
        """Raise SignedMonthError for sources that change costs of a month that was signed off."""
        days = defaultdict(lambda: defaultdict(set))
        for source_id, items in missing.items():
            for item in filter(_is_closed, items):
                days[item.key.project_id][item.date].add(source_id)
        # Sudo: whose month it is does not depend on who sees the job.
        jobs = self.env["project.project"].sudo().browse(days)
        for company, group in jobs.grouped("company_id").items():
            until = company._get_closed_until()
            closed = [
                (day, ids)
                for job in group
                for day, ids in days[job.id].items()
                if until and day <= until
            ]
            if not closed:
                continue
            documents = source.browse(set().union(*(ids for _day, ids in closed))).exists()
            names = {name for _model, _id, name in documents._get_cost_documents().values()}
            company._check_month_open([day for day, _ids in closed], sorted(filter(None, names)))


def _is_closed(item):
    if item.bucket in RECEIVED:
        return bool(item.amount and item.quantity)
    return bool(item.amount) and item.bucket in CLOSED
