# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections.abc import Sequence

from odoo import api, models
from odoo.tools import SQL

from ..core.change import Change
from ..core.desk import NEEDS_PERSON, OPEN
from ..core.metrics import BOUNDS


class IntegrationMessage(models.Model):
    """Counts changes of state and measures how long it took until messages were done."""

    _inherit = "integration.message"

    @api.model
    def _after_transition(self, changes: Sequence[Change]) -> None:
        # before what follows: it may clear since when a message has needed a person
        self._count_transitions([change.message_id for change in changes])
        return super()._after_transition(changes)

    @api.model
    def _count_transitions(self, ids: Sequence[int]) -> None:
        # plain SQL: one statement for the bulk, and nobody has a right to write samples
        self.env.cr.execute(
            SQL(
                """
                WITH m AS MATERIALIZED (
                    SELECT company_id, system_id, workflow, type, state, desk_since,
                           COALESCE(reason_code, '') AS code,
                           GREATEST(extract(epoch FROM applied_at - received_at), 0) AS seconds,
                           GREATEST(extract(epoch FROM
                               clock_timestamp() AT TIME ZONE 'UTC' - desk_since), 0) AS settled
                      FROM integration_message WHERE id = ANY(%(ids)s)
                ), samples AS (
                    SELECT 'transitions' AS metric, company_id, system_id, workflow, type, state,
                           code, 0 AS bucket, count(*) AS count, 0 AS total
                      FROM m GROUP BY 2, 3, 4, 5, 6, 7
                     UNION ALL
                    SELECT 'stopped', company_id, system_id, workflow, type, '', code, 0, count(*),
                           0
                      FROM m WHERE state IN %(needs_person)s AND desk_since IS NULL
                     GROUP BY 2, 3, 4, 5, 7
                     UNION ALL
                    SELECT CASE state WHEN 'done' THEN 'apply_seconds' ELSE 'deliver_seconds' END,
                           company_id, system_id, workflow, type, '', '',
                           width_bucket(seconds, %(bounds)s::numeric[]) AS bucket, count(*),
                           sum(seconds)
                      FROM m WHERE state IN ('done', 'delivered') GROUP BY 1, 2, 3, 4, 5, bucket
                     UNION ALL
                    SELECT 'settle_seconds', company_id, system_id, workflow, type, state, '',
                           width_bucket(settled, %(bounds)s::numeric[]) AS bucket, count(*),
                           sum(settled)
                      FROM m WHERE desk_since IS NOT NULL AND state NOT IN %(open)s
                     GROUP BY 2, 3, 4, 5, 6, bucket
                )
                INSERT INTO integration_metric_sample (
                    at, metric, company_id, system_id, workflow, type, state, code, bucket, count,
                    total)
                SELECT clock_timestamp() AT TIME ZONE 'UTC', s.* FROM samples s
                """,
                ids=list(ids),
                bounds=list(BOUNDS),
                needs_person=NEEDS_PERSON,
                open=tuple(OPEN),
            )
        )
