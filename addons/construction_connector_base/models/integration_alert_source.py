# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections.abc import Collection
from datetime import datetime, timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..core.alerting import Least, Most, Reading, Scope, Share, Slowest, Sum
from ..core.desk import NEEDS_PERSON

Readings = dict[Scope, Reading]

#: Rates and quantiles look back so far.
WINDOW = timedelta(hours=1)


class IntegrationAlertSource(models.AbstractModel):
    """Reads what alert rules judge, for all companies and systems at once.

    One method per metric, ``_read_<metric>``; other addons add theirs.
    """

    _name = "integration.alert.source"
    _description = "Alert Readings"

    @api.model
    def _read(self, metrics: Collection[str]) -> dict[str, Readings]:
        """The readings of each metric, by scope."""
        self.env.flush_all()
        return {metric: getattr(self, f"_read_{metric}")() for metric in metrics}

    # What is true now

    @api.model
    def _read_runner_gone(self) -> Readings:
        """1 while no job runner serves the database, or the one that does hangs."""
        drains = self.env["integration.lane"]._health()["draining"]
        return {Scope(): Sum(float(drains != "runner"))}

    @api.model
    def _read_backlog_age(self) -> Readings:
        """Minutes for which the message of a lane that waits longest has been due."""
        now = fields.Datetime.now()
        return {
            Scope(*lane): Most((now - since).total_seconds() / 60)
            for lane, since in self.env["integration.lane"]._due_lanes()
        }

    @api.model
    def _read_exceptions(self) -> Readings:
        """Messages that a person must decide about, dead letters left out."""
        return self._count(SQL("state = 'exception'"))

    @api.model
    def _read_dead(self) -> Readings:
        """Dead letters."""
        return self._count(SQL("state = 'dead'"))

    @api.model
    def _read_overdue(self) -> Readings:
        """Messages on the desk past their deadline."""
        return self._count(
            SQL("state IN %s AND deadline_at < %s", NEEDS_PERSON, fields.Datetime.now())
        )

    @api.model
    def _read_money_at_stake(self) -> Readings:
        """Amount of the messages that need a person, in company currency."""
        return self._count(SQL("state IN %s", NEEDS_PERSON), SQL("sum(amount_at_stake)"))

    @api.model
    def _count(self, condition: SQL, value: SQL = SQL("count(*)")) -> Readings:  # noqa: B008
        rows = self.env.execute_query(
            SQL(
                """
                SELECT company_id, system_id, workflow, %s FROM integration_message
                 WHERE %s GROUP BY 1, 2, 3
                """,
                value,
                condition,
            )
        )
        return {Scope(*row[:3]): Sum(float(row[3] or 0)) for row in rows}

    @api.model
    def _read_waiting_age(self) -> Readings:
        """Hours since the oldest waiting message was received."""
        now = fields.Datetime.now()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT company_id, system_id, workflow, min(received_at)
                  FROM integration_message WHERE state = 'waiting' GROUP BY 1, 2, 3
                """
            )
        )
        return {Scope(*row[:3]): Most(_hours(now - row[3])) for row in rows}

    @api.model
    def _read_drift(self) -> Readings:
        """Drifts of reconciliations that are not signed off."""
        rows = self.env["integration.reconciliation"]._read_group(
            [("state", "=", "drift")],
            ["company_id", "system_id", "workflow"],
            ["drift_count:sum"],
        )
        return {
            Scope(company.id, system.id, workflow): Sum(float(count))
            for company, system, workflow, count in rows
        }

    @api.model
    def _read_breaker_open(self) -> Readings:
        """1 while calls to the system are held back because too many failed."""
        breakers = self.env["integration.breaker"].search([("state", "!=", "closed")])
        return {Scope(None, one.system_id.id): Sum(1.0) for one in breakers}

    @api.model
    def _read_key_expiry(self) -> Readings:
        """Days until a key of the system that is in use expires, or the last one of its kind."""
        now = fields.Datetime.now()
        month = timedelta(days=30)
        # plain SQL: of many keys per system one line each; what expired long ago is no loss
        rows = self.env.execute_query(
            SQL(
                """
                SELECT k.system_id,
                       COALESCE(min(k.until) FILTER (WHERE k.last_used_at > %(ago)s), max(k.until))
                  FROM (SELECT 'bearer' AS kind, system_id, expires_at AS until, last_used_at,
                               revoked
                          FROM integration_api_key
                         UNION ALL
                        SELECT 'signature', system_id, COALESCE(valid_until, 'infinity'),
                               last_used_at, revoked
                          FROM integration_signature_key) k
                  JOIN integration_system s ON s.id = k.system_id AND s.active
                 WHERE k.revoked IS NOT TRUE AND k.until > %(ago)s
                 GROUP BY k.system_id, k.kind
                HAVING COALESCE(min(k.until) FILTER (WHERE k.last_used_at > %(ago)s),
                                max(k.until)) < 'infinity'
                """,
                ago=now - month,
            )
        )
        found: Readings = {}
        for id_, at in rows:
            left = Least((at - now).total_seconds() / 86400)
            scope = Scope(None, id_)
            found[scope] = found[scope].plus(left) if scope in found else left
        return found

    # What has happened of late

    @api.model
    def _read_failure_rate(self) -> Readings:
        """Percentage of outcomes that were exceptions or dead letters, in the last hour."""
        return {
            Scope(*labels): Share(float(failed), float(failed + done))
            for *labels, failed, done in self._sum_slots(
                "transitions",
                SQL(
                    "COALESCE(sum(count) FILTER (WHERE state IN ('exception', 'dead')), 0),"
                    " COALESCE(sum(count) FILTER (WHERE state = 'done'), 0)"
                ),
            )
        }

    @api.model
    def _read_call_failures(self) -> Readings:
        """Percentage of our calls to a system that failed, in the last hour."""
        found: Readings = {}
        for _company, system_id, _workflow, failed, count in self._sum_slots(
            "call_seconds",
            SQL("COALESCE(sum(count) FILTER (WHERE code <> ''), 0), sum(count)"),
        ):
            share = Share(float(failed), float(count))
            scope = Scope(None, system_id)
            found[scope] = found[scope].plus(share) if scope in found else share
        return found

    @api.model
    def _read_refused(self) -> Readings:
        """Events refused in the last hour, repeated ones left out."""
        return {
            Scope(None, system_id): Sum(float(count or 0))
            for _company, system_id, _workflow, count in self._sum_slots(
                "not_accepted", SQL("sum(count) FILTER (WHERE state <> 'duplicate')")
            )
        }

    @api.model
    def _read_latency(self) -> Readings:
        """Seconds from acceptance to done that 95 of 100 messages did not exceed, last hour."""
        counts: dict[Scope, dict[int, int]] = {}
        for *labels, bucket, count in self._sum_slots("apply_seconds", SQL("bucket, sum(count)")):
            counts.setdefault(Scope(*labels), {})[bucket] = int(count)
        return {scope: Slowest(buckets) for scope, buckets in counts.items()}

    @api.model
    def _sum_slots(self, metric: str, values: SQL) -> list[tuple]:
        """Company, system, workflow and what is asked for, of the last hour, per bucket."""
        return self.env.execute_query(
            SQL(
                """
                SELECT company_id, system_id, COALESCE(workflow, ''), %s
                  FROM integration_metric_total
                 WHERE span = 'slot' AND start >= %s AND metric = %s
                 GROUP BY 1, 2, 3, bucket
                """,
                values,
                fields.Datetime.now() - WINDOW,
                metric,
            )
        )

    @api.model
    def _read_silence(self) -> Readings:
        """Hours since a system that is in use sent its last message."""
        now = fields.Datetime.now()
        active = set(self.env["integration.system"].search([("active", "=", True)]).ids)
        latest: dict[int, datetime] = {}
        for one, at in self.env["integration.metric.total"]._sums("accepted"):
            if one.system_id in active:
                latest[one.system_id] = max(at, latest.get(one.system_id, at))
        return {Scope(None, id_): Most(_hours(now - at)) for id_, at in latest.items()}


def _hours(duration: timedelta) -> float:
    return duration.total_seconds() / 3600
