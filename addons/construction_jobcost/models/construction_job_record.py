# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class ConstructionJobRecord(models.AbstractModel):
    """A record with a job, ``project_id``, that people write who see their own jobs only."""

    _name = "construction.job.record"
    _description = "Record of a Job"

    def write(self, vals):
        result = super().write(vals)
        if "project_id" in vals:
            # Odoo asks the record rules before a write only: what was an own job's would
            # land on a job that its writer has no right on
            self.check_access("write")
        return result
