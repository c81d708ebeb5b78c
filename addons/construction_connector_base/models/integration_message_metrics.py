# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections.abc import Sequence

from odoo import api, models
from odoo.tools import SQL

from ..core import states
from ..core.change import Change
from ..core.metrics import BOUNDS


class IntegrationMessage(models.Model):
    """Counts changes of state and measures how long it took until messages were done."""

    _inherit = "integration.message"

    @api.model
    def _after_transition(self, changes: Sequence[Change]) -> None:
        super()._after_transition(changes)
        # plain SQL: one statement for the bulk, and nobody has a right to write samples
        self.env.cr.execute(
            SQL(
                """
                WITH m AS MATERIALIZED (
                    SELECT company_id, system_id, workflow, type, state,
                           COALESCE(reason_code, '') AS code,
                           GREATEST(extract(epoch FROM applied_at - received_at), 0) AS seconds
                      FROM integration_message WHERE id = ANY(%(ids)s)
                ), samples AS (
                    SELECT 'transitions' AS metric, company_id, system_id, workflow, type, state,
                           code, 0 AS bucket, count(*) AS count, 0 AS total
                      FROM m GROUP BY 2, 3, 4, 5, 6, 7
                     UNION ALL
                    SELECT 'apply_seconds', company_id, system_id, workflow, type, '', '',
                           width_bucket(seconds, %(bounds)s::numeric[]) AS bucket, count(*),
                           sum(seconds)
                      FROM m WHERE state = %(done)s GROUP BY 2, 3, 4, 5, bucket
                )
                INSERT INTO integration_metric_sample (
                    at, metric, company_id, system_id, workflow, type, state, code, bucket, count,
                    total)
                SELECT clock_timestamp() AT TIME ZONE 'UTC', s.* FROM samples s
                """,
                ids=[change.message_id for change in changes],
                bounds=list(BOUNDS),
                done=states.DONE,
            )
        )
