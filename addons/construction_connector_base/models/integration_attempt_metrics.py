# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections.abc import Sequence

from odoo import api, models
from odoo.tools import SQL

from ..core.adapter import Outcome
from ..core.metrics import BOUNDS


class IntegrationAttempt(models.Model):
    """Measures calls to outside systems."""

    _inherit = "integration.attempt"

    @api.model
    def _close(self, ids: Sequence[int], outcome: Outcome) -> None:
        # one call may carry many messages, each with its attempt; committed with their end
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO integration_metric_sample (
                    at, metric, company_id, system_id, workflow, type, state, code, bucket, count,
                    total)
                SELECT clock_timestamp() AT TIME ZONE 'UTC', 'call_seconds', NULL, system_id, '',
                       kind, %(outcome)s, %(error)s, width_bucket(s, %(bounds)s::numeric[]), 1, s
                  FROM integration_attempt, LATERAL (
                    SELECT GREATEST(extract(epoch FROM
                        clock_timestamp() AT TIME ZONE 'UTC' - started_at), 0)) took(s)
                 WHERE id = %(id)s AND ended_at IS NULL
                """,
                id=min(ids),
                outcome=outcome.kind,
                error=outcome.error_class or "",
                bounds=list(BOUNDS),
            )
        )
        super()._close(ids, outcome)
