# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict
from decimal import Decimal

from odoo import api, models

from ..core.keys import CostKey
from ..core.projection import Projected, diff, rounded
from ..core.timing import timing

STALE = "construction_jobcost.stale"
RUNNING = "construction_jobcost.projecting"
BATCH = 1000
INSERT = """
    INSERT INTO construction_cost_entry
           (company_id, currency_id, project_id, budget_line_id, cost_code_id, cost_type_id,
            phase_id, bucket, date, amount, quantity, uom_id, source_model, source_id,
            document_model, document_id, document_name, timing, create_uid, create_date)
    VALUES %s
"""


class ConstructionCostProjector(models.AbstractModel):
    """How documents get into the ledger: marked, projected, compared, appended, swept."""

    _name = "construction.cost.projector"
    _description = "Job Cost Projection"

    @api.model
    def _mark_stale(self, records):
        """Note that ``records`` (sources or documents) may amount to something else now."""
        if not records:
            return
        precommit = self.env.cr.precommit
        if STALE not in precommit.data:
            precommit.data[STALE] = defaultdict(set)
            precommit.add(self._project_stale)
        precommit.data[STALE][records._name].update(records.ids)

    @api.model
    def _project_stale(self):
        """Bring the ledger up to what the documents changed in this transaction amount to."""
        data = self.env.cr.precommit.data
        nested, data[RUNNING] = data.get(RUNNING), True
        try:
            self.env.flush_all()
            # taken out before use: a savepoint meanwhile runs the callbacks and clears the data
            while stale := data.pop(STALE, None):
                for model_name, ids in stale.items():
                    self._project(model_name, ids)
                self.env.flush_all()
        finally:
            if not nested:
                data.pop(RUNNING, None)

    @api.model
    def _project_before_reading(self):
        """Project what is stale, except for a projection that itself looks into the ledger."""
        if not self.env.cr.precommit.data.get(RUNNING):
            self._project_stale()

    @api.model
    def _project(self, model_name, ids):
        """Append what the ledger lacks of these sources; ids that do not exist amount to nothing."""
        lines_field = self.env[model_name]._cost_lines_field
        if lines_field:
            # a document's own fields decide what its lines amount to
            self._mark_stale(self._source(model_name).browse(ids).exists()[lines_field])
            return
        ids = sorted(set(ids))
        for start in range(0, len(ids), BATCH):
            chunk = ids[start : start + BATCH]
            source = self._source(model_name)
            if source._cost_versioned:
                self.env["construction.cost.source.version"]._bump(model_name, chunk)
            missing = self._get_missing(source, chunk)
            if missing:
                self._append(source, missing)

    @api.model
    def _source(self, model_name):
        # Sudo: an amount belongs into the ledger whatever the user may see of its document.
        return self.env[model_name].sudo().with_context(active_test=False)

    @api.model
    def _get_missing(self, source, ids):
        """Return {source id: [Projected]} of what the ledger lacks, only where it lacks something."""
        held = self._get_held(source._name, ids)
        projection = source.browse(ids).exists()._get_cost_projection()
        steps = self._get_rounding(
            {item.key.project_id for items in projection.values() for item in items}
        )
        missing = {}
        for source_id in ids:
            desired = [
                rounded(item, steps[item.key.project_id]) for item in projection.get(source_id, ())
            ]
            items = diff(desired, held.get(source_id, ()))
            if items:
                missing[source_id] = items
        return missing

    @api.model
    def _get_rounding(self, project_ids):
        """Return {job id: smallest unit of its company's currency as Decimal}."""
        # Sudo: as in _source.
        jobs = self.env["project.project"].sudo().browse(project_ids)
        return {job.id: Decimal(str(job.company_id.currency_id.rounding)) for job in jobs}

    @api.model
    def _get_held(self, source_model, source_ids):
        """Return {source id: [Projected]} of what the ledger holds."""
        self.env.cr.execute(
            """
            SELECT source_id, bucket, project_id, cost_code_id, cost_type_id,
                   COALESCE(phase_id, 0), date, COALESCE(uom_id, 0),
                   SUM(amount)::text, SUM(quantity)::text
              FROM construction_cost_entry
             WHERE source_model = %s AND source_id = ANY(%s)
          GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
            """,
            [source_model, list(source_ids)],
        )
        held = defaultdict(list)
        for source_id, bucket, *key, day, uom_id, amount, quantity in self.env.cr.fetchall():
            # as text: the driver would turn numeric into float
            held[source_id].append(
                Projected(bucket, CostKey(*key), day, Decimal(amount), Decimal(quantity), uom_id)
            )
        return held

    @api.model
    def _append(self, source, missing):
        keys = {item.key for items in missing.values() for item in items}
        # the transaction has a number before its lines and entries have: see the balances
        self.env.cr.execute("SELECT pg_current_xact_id()")
        lines = self.env["construction.budget.line"]._ensure(keys)
        # Sudo: as in _source.
        jobs = self.env["project.project"].sudo().browse({key.project_id for key in keys})
        companies = {job.id: (job.company_id.id, job.company_id.currency_id.id) for job in jobs}
        terms = {job.id: self._get_timing_terms(job.company_id) for job in jobs}
        documents = source.browse(missing).exists()._get_cost_documents()
        documents |= self._get_known_documents(source._name, missing.keys() - documents.keys())
        nothing = (None, None, None)
        tail = (self.env.uid, self.env.cr.now())
        # SQL: nobody may create entries, and a thousand of them are one statement
        self.env.cr.execute_values(
            INSERT,
            [
                (
                    *companies[item.key.project_id],
                    item.key.project_id,
                    lines[item.key],
                    item.key.cost_code_id,
                    item.key.cost_type_id,
                    item.key.phase_id or None,
                    item.bucket,
                    item.date,
                    item.amount,
                    item.quantity,
                    item.uom_id or None,
                    source._name,
                    source_id,
                    *documents.get(source_id, nothing),
                    timing(item.date, *terms[item.key.project_id]),
                    *tail,
                )
                for source_id, items in missing.items()
                for item in items
            ],
            page_size=BATCH,
        )
        self.invalidate_model(flush=False)

    @api.model
    def _get_known_documents(self, source_model, source_ids):
        """Return the documents of sources that are gone, as their earlier entries name them."""
        if not source_ids:
            return {}
        self.env.cr.execute(
            """
            SELECT DISTINCT ON (source_id) source_id, document_model, document_id, document_name
              FROM construction_cost_entry
             WHERE source_model = %s AND source_id = ANY(%s)
          ORDER BY source_id, id DESC
            """,
            [source_model, list(source_ids)],
        )
        return {row[0]: row[1:] for row in self.env.cr.fetchall()}
