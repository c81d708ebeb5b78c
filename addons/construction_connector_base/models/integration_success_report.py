# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.query import Query

from ..core.metrics import BOUNDS


class IntegrationSuccessReport(models.Model):
    """How well the integration does its work, by month: from sums, no message is looked at.

    Medians and shares are computed for whatever is grouped; they cannot be added up.
    """

    _name = "integration.success.report"
    _description = "Measures of Success"
    _auto = False
    _rec_name = "date"
    _order = "date desc"

    date = fields.Datetime(readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    system_id = fields.Many2one("integration.system", readonly=True)
    workflow = fields.Char(readonly=True)
    type = fields.Char(readonly=True)
    accepted = fields.Integer("Messages", readonly=True)
    done = fields.Integer(readonly=True)
    done_by_person = fields.Integer("Done With a Person", readonly=True)
    stopped = fields.Integer("Needed a Person", readonly=True)
    alone_share = fields.Float(
        "Done Without a Person (%)",
        readonly=True,
        aggregator="avg",
        help="Of the messages that are done, those that nobody had to decide about.",
    )
    stopped_rate = fields.Float("Exceptions per 1,000 Messages", readonly=True, aggregator="avg")
    apply_median = fields.Float("Median Time to Apply (Seconds)", readonly=True, aggregator="avg")
    settle_median = fields.Float(
        "Median Time to Resolve (Hours)",
        readonly=True,
        aggregator="avg",
        help="From the moment a message needs a person until it is done, rejected or superseded.",
    )

    @property
    def _table_query(self) -> SQL:
        # what is no plain sum is computed per group, in _read_group_select; the columns must be
        # there all the same
        return SQL(
            """
            SELECT id, start AS date, company_id, system_id, workflow, type, metric, bucket, count,
                   CASE WHEN metric = 'accepted' THEN count ELSE 0 END AS accepted,
                   CASE WHEN metric = 'apply_seconds' THEN count ELSE 0 END AS done,
                   CASE WHEN metric = 'settle_seconds' AND state = 'done' THEN count ELSE 0 END
                       AS done_by_person,
                   CASE WHEN metric = 'stopped' THEN count ELSE 0 END AS stopped,
                   NULL::float AS alone_share, NULL::float AS stopped_rate,
                   NULL::float AS apply_median, NULL::float AS settle_median
              FROM integration_metric_total
             WHERE span = 'hour'
               AND metric IN ('accepted', 'apply_seconds', 'settle_seconds', 'stopped')
            """
        )

    @api.model
    def _read_group_select(self, aggregate_spec: str, query: Query) -> SQL:
        name = aggregate_spec.split(":")[0]
        if name == "alone_share":
            done, helped = self._sum("done"), self._sum("done_by_person")
            return SQL("100.0 * (%s - %s) / NULLIF(%s, 0)", done, helped, done)
        if name == "stopped_rate":
            return SQL("1000.0 * %s / NULLIF(%s, 0)", self._sum("stopped"), self._sum("accepted"))
        if name == "apply_median":
            return self._median("apply_seconds")
        if name == "settle_median":
            return SQL("%s / 3600", self._median("settle_seconds"))
        return super()._read_group_select(aggregate_spec, query)

    @api.model
    def _sum(self, column: str) -> SQL:
        return SQL("SUM(%s)", SQL.identifier(self._table, column))

    @api.model
    def _count_up_to(self, metric: str, bucket: int) -> SQL:
        """How many values of a histogram lie in its first buckets."""
        return SQL(
            "COALESCE(SUM(%s) FILTER (WHERE %s = %s AND %s <= %s), 0)",
            SQL.identifier(self._table, "count"),
            SQL.identifier(self._table, "metric"),
            metric,
            SQL.identifier(self._table, "bucket"),
            bucket,
        )

    @api.model
    def _median(self, metric: str) -> SQL:
        """As ``core.metrics.quantile`` has it: within a bucket, values are evenly spread."""
        half = SQL("(%s / 2.0)", self._count_up_to(metric, len(BOUNDS)))
        cases = [SQL("WHEN %s = 0 THEN NULL", half)]
        for index, high in enumerate(BOUNDS):
            low = BOUNDS[index - 1] if index else 0
            before = self._count_up_to(metric, index - 1)
            until = self._count_up_to(metric, index)
            cases.append(
                SQL(
                    "WHEN %(until)s >= %(half)s THEN %(low)s + %(width)s * (%(half)s - %(before)s)"
                    " / (%(until)s - %(before)s)",
                    until=until,
                    half=half,
                    before=before,
                    low=low,
                    width=high - low,
                )
            )
        return SQL("(CASE %s ELSE %s END)::float", SQL(" ").join(cases), BOUNDS[-1])
