# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dataclasses import dataclass

from odoo import api, models
from odoo.fields import Domain

from ..core.projection import Projected
from .construction_cost_projector import BATCH


@dataclass(frozen=True)
class Drift:
    """A source whose ledger does not agree with its document, and what is missing."""

    source_model: str
    source_id: int
    missing: tuple[Projected, ...]


class ConstructionCostProjector(models.AbstractModel):
    """The ledger compared with the documents, batch by batch."""

    _inherit = "construction.cost.projector"

    @api.model
    def _get_source_models(self):
        """Return the names of the models whose records are sources of the ledger, sorted."""
        names = self.env.registry.descendants(["construction.cost.source"], "_inherit")
        return sorted(name for name in names if not self.env[name]._abstract)

    @api.model
    def _sweep(self, model_names=None, heal=False):
        """Compare the ledger with the documents; return the drifts, with ``heal`` repair them."""
        self._project_stale()
        drifts = []
        for model_name in model_names or self._get_source_models():
            last = 0
            while ids := self._get_sweep_ids(model_name, last):
                drifts += self._sweep_batch(model_name, ids, heal)
                last = ids[-1]
                # a million document lines do not fit into the cache
                self.env.invalidate_all()
        return drifts

    @api.model
    def _sweep_batch(self, model_name, ids, heal=False):
        """Compare these sources; return the drifts, with ``heal`` repair them."""
        missing = self._get_missing(self._source(model_name), ids)
        if heal and missing:
            self._project(model_name, missing)
        return [Drift(model_name, key, tuple(items)) for key, items in missing.items()]

    @api.model
    def _get_sweep_ids(self, model_name, last, limit=BATCH):
        """Return the next source ids after ``last``, ascending: documents and what they left."""
        source = self._source(model_name)
        domain = Domain(source._get_cost_sweep_domain()) & Domain("id", ">", last)
        found = source._search(domain, order="id", limit=limit).get_result_ids()
        self.env.cr.execute(
            """
            SELECT DISTINCT source_id FROM construction_cost_entry
             WHERE source_model = %s AND source_id > %s ORDER BY source_id LIMIT %s
            """,
            [model_name, last, limit],
        )
        return sorted({*found} | {row[0] for row in self.env.cr.fetchall()})[:limit]
