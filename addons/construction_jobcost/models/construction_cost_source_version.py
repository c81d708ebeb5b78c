# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class ConstructionCostSourceVersion(models.Model):
    """One row per projected source, so that two transactions cannot project it side by side.

    A projection reads several documents and appends a difference. Two transactions that
    change different rows of one document would each append theirs from an old snapshot.
    Both have to count this row up, so the later one fails and is tried again.
    """

    _name = "construction.cost.source.version"
    _description = "Job Cost Source Version"
    _log_access = False

    source_model = fields.Char(required=True, readonly=True)
    source_id = fields.Integer(required=True, readonly=True)
    version = fields.Integer(required=True, readonly=True)

    _source_uniq = models.UniqueIndex("(source_model, source_id)")

    @api.model
    def _bump(self, source_model, source_ids):
        """Count up; raises a serialization failure when another transaction did meanwhile."""
        self.env.cr.execute(
            """
            INSERT INTO construction_cost_source_version AS v (source_model, source_id, version)
            SELECT %s, id, 1 FROM unnest(%s::int[]) id
                ON CONFLICT (source_model, source_id) DO UPDATE SET version = v.version + 1
            """,
            [source_model, sorted(source_ids)],
        )
