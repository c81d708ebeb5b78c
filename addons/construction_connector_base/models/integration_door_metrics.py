# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import Counter

from odoo import api, models
from odoo.tools import SQL

from ..core.intake import Checked
from ..core.metrics import Observation


class IntegrationDoor(models.AbstractModel):
    """Counts what the door takes and what it does not, once per call."""

    _inherit = "integration.door"

    @api.model
    def _accept(self, system, events, traceparent=None):
        results = super()._accept(system, events, traceparent)
        refused = Counter(
            (result.status, result.errors[0].code if result.errors else "")
            for result in results
            if result.status != "accepted"
        )
        self.env["integration.metric.sample"]._add(
            Observation("not_accepted", system_id=system.id, state=status, code=code, count=count)
            for (status, code), count in refused.items()
        )
        return results

    @api.model
    def _prepare_notes(self, system_id: int, stored: dict[int, Checked]) -> list[SQL]:
        counts = Counter(
            (one.company_id, system_id, one.contract.workflow, one.contract.type)
            for one in stored.values()
        )
        samples = [
            Observation("accepted", *labels, count=count) for labels, count in counts.items()
        ]
        return [
            *super()._prepare_notes(system_id, stored),
            self.env["integration.metric.sample"]._insert_sql(samples),
        ]
