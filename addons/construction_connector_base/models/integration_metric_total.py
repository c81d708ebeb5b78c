# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime
from decimal import Decimal

from odoo import api, fields, models
from odoo.tools import SQL

from ..core.metrics import Observation
from .integration_metric_sample import SECONDS_DIGITS

#: Samples that one transaction rolls up at most.
BATCH = 20_000
#: Names the advisory lock under which samples are rolled up.
LOCK = "integration.metric.roll_up"

EVER, HOUR, SLOT = "ever", "hour", "slot"


class IntegrationMetricTotal(models.Model):
    """Sums of samples: since ever (what a scrape reads), by hour, and by five minutes."""

    _name = "integration.metric.total"
    _description = "Metric Total"
    _order = "start desc, metric"
    _log_access = False

    span = fields.Selection(
        [(EVER, "Since Ever"), (HOUR, "Hour"), (SLOT, "Five Minutes")],
        required=True,
        readonly=True,
    )
    start = fields.Datetime(required=True, readonly=True)
    metric = fields.Char(required=True, readonly=True)
    company_id = fields.Many2one("res.company", readonly=True, ondelete="cascade")
    system_id = fields.Many2one("integration.system", readonly=True, ondelete="cascade")
    workflow = fields.Char(readonly=True)
    type = fields.Char(readonly=True)
    state = fields.Char(readonly=True)
    code = fields.Char(readonly=True)
    bucket = fields.Integer(readonly=True, aggregator=None)
    count = fields.Integer(required=True, readonly=True)
    total = fields.Float(digits=SECONDS_DIGITS, readonly=True)
    last_at = fields.Datetime("Last", readonly=True)

    # the upsert of the roll-up; and the sums of a scrape, an hour or a day
    _labels_uniq = models.UniqueIndex(
        "(span, start, metric, COALESCE(company_id, 0), COALESCE(system_id, 0), workflow, type,"
        " state, code, bucket)"
    )

    @api.model
    def _cron_roll_up(self) -> None:
        """Add the samples to the totals, and forget what is too old to be asked for."""
        self._forget()
        done = self._roll_up()
        self.env["ir.cron"]._commit_progress(done)
        while done == BATCH:
            done = self._roll_up()
            self.env["ir.cron"]._commit_progress(done)

    @api.model
    def _roll_up(self, limit: int = BATCH) -> int:
        """Move samples into the totals; return how many. One transaction at a time does it.

        What a sample says is in the totals exactly when the sample is gone: a scrape that adds
        both counts each once.
        """
        [(has_lock,)] = self.env.execute_query(
            SQL("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", LOCK)
        )
        if not has_lock:
            return 0
        # plain SQL: one statement moves thousands of rows; the ORM knows no upsert
        [(moved,)] = self.env.execute_query(
            SQL(
                """
                WITH gone AS (
                    DELETE FROM integration_metric_sample WHERE id IN (
                        SELECT id FROM integration_metric_sample ORDER BY id LIMIT %(limit)s)
                    RETURNING *
                ), added AS (
                    INSERT INTO integration_metric_total AS t (
                        span, start, metric, company_id, system_id, workflow, type, state, code,
                        bucket, count, total, last_at)
                    SELECT p.span, p.start, g.metric, c.id, s.id, g.workflow, g.type, g.state,
                           g.code, g.bucket, sum(g.count), sum(g.total), max(g.at)
                      FROM gone g
                      -- whatever is deleted meanwhile must not stop the count of the rest
                      LEFT JOIN res_company c ON c.id = g.company_id
                      LEFT JOIN integration_system s ON s.id = g.system_id
                     CROSS JOIN LATERAL (VALUES
                        ('ever', timestamp '2000-01-01'),
                        ('hour', date_trunc('hour', g.at)),
                        ('slot', date_trunc('hour', g.at) + interval '5 minutes'
                                 * floor(extract(minute FROM g.at) / 5))) p(span, start)
                     GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
                    ON CONFLICT (span, start, metric, COALESCE(company_id, 0),
                                 COALESCE(system_id, 0), workflow, type, state, code, bucket)
                    DO UPDATE SET count = t.count + EXCLUDED.count,
                                  total = t.total + EXCLUDED.total,
                                  last_at = GREATEST(t.last_at, EXCLUDED.last_at)
                )
                SELECT count(*) FROM gone
                """,
                limit=limit,
            )
        )
        self.invalidate_model()
        return moved

    @api.model
    def _forget(self) -> None:
        self.env.cr.execute(
            """
            DELETE FROM integration_metric_total
             WHERE span = 'slot' AND start < (now() AT TIME ZONE 'UTC') - interval '2 days'
                OR span = 'hour' AND start < (now() AT TIME ZONE 'UTC') - interval '800 days'
            """
        )

    @api.model
    def _sums(self, metric: str | None = None) -> list[tuple[Observation, datetime]]:
        """What was counted since ever, rolled up or not, with when it last happened."""
        self.flush_model()
        only = SQL("metric = %s", metric) if metric else SQL("TRUE")
        rows = self.env.execute_query(
            SQL(
                """
                SELECT metric, company_id, system_id, workflow, type, state, code, bucket,
                       sum(count)::bigint, sum(total)::text, max(last_at)
                  FROM (SELECT metric, company_id, system_id, workflow, type, state, code, bucket,
                               count, total, last_at
                          FROM integration_metric_total WHERE span = 'ever' AND %(only)s
                         UNION ALL
                        SELECT metric, company_id, system_id, workflow, type, state, code, bucket,
                               count, total, at
                          FROM integration_metric_sample WHERE %(only)s) one
                 GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
                """,
                only=only,
            )
        )
        # as a text: the driver would give a float
        return [(Observation(*row[:9], Decimal(row[9] or 0)), row[10]) for row in rows]
