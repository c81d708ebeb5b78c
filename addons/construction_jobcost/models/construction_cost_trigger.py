# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class ConstructionCostTrigger(models.AbstractModel):
    """A record whose writing makes what the ledger holds stale: a source, or its document."""

    _name = "construction.cost.trigger"
    _description = "Job Cost Trigger"

    #: On a document: the field of its lines, which are the sources of the ledger.
    _cost_lines_field = ""

    @api.model
    def _cost_trigger_fields(self):
        """Return the stored fields (frozenset) whose write makes the projection stale."""
        return frozenset()

    def _write_multi(self, vals_list):
        # the low-level write is the only one that also sees recomputed stored fields
        result = super()._write_multi(vals_list)
        triggers = self._cost_trigger_fields()
        stale = [
            record.id
            for record, vals in zip(self, vals_list, strict=True)
            if not triggers.isdisjoint(vals)
        ]
        if stale:
            self.env["construction.cost.entry"]._mark_stale(self.browse(stale))
        return result
