# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections.abc import Iterable, Sequence

from odoo import api, fields, models
from odoo.tools import SQL

from ..core.metrics import Observation, merge, observe

COLUMNS = (
    "metric", "company_id", "system_id", "workflow", "type", "state", "code", "bucket", "count",
    "total",
)  # fmt: skip

#: What is measured is kept as decimals, to the microsecond: their sum does not depend on the order
#: in which they are added, so a counter that was rolled up is what it was.
SECONDS_DIGITS = (20, 6)


class IntegrationMetricSample(models.Model):
    """What was counted or measured since the last roll-up: inserted only, by whoever did it.

    Door and drains never touch a shared row, so counting makes no transaction wait or fail. The
    ids are plain numbers: a foreign key would lock the row of the system for each call.
    """

    _name = "integration.metric.sample"
    _description = "Metric Sample"
    _log_access = False

    at = fields.Datetime(required=True, readonly=True)
    metric = fields.Char(required=True, readonly=True)
    company_id = fields.Integer(readonly=True)
    system_id = fields.Integer(readonly=True)
    workflow = fields.Char(readonly=True)
    type = fields.Char(readonly=True)
    state = fields.Char(readonly=True)
    code = fields.Char(readonly=True)
    bucket = fields.Integer(readonly=True)
    count = fields.Integer(required=True, readonly=True)
    total = fields.Float(digits=SECONDS_DIGITS, readonly=True)

    @api.model
    def _count(self, metric: str, count: int = 1, **labels) -> None:
        """Add to a counter of the catalogue; ``labels``: fields of ``Observation``."""
        self._add([Observation(metric, count=count, **labels)])

    @api.model
    def _observe(self, metric: str, seconds: float, **labels) -> None:
        """Add one measured duration to a histogram of the catalogue."""
        self._add([observe(metric, seconds, **labels)])

    @api.model
    def _add(self, observations: Iterable[Observation]) -> None:
        """Store what was counted in this transaction: it counts if, and only if, it commits."""
        merged = merge(observations)
        if merged:
            self.env.cr.execute(self._insert_sql(merged))

    @api.model
    def _insert_sql(self, merged: Sequence[Observation]) -> SQL:
        """The statement that stores observations, for callers that have more to write with it."""
        # plain SQL: nobody has a right to write samples, and the ORM would cost more than what
        # is measured
        return SQL(
            f"INSERT INTO integration_metric_sample (at, {', '.join(COLUMNS)}) VALUES %s",
            SQL(", ").join(
                SQL("(clock_timestamp() AT TIME ZONE 'UTC', %s)", SQL(", ").join(one))
                for one in merged
            ),
        )
