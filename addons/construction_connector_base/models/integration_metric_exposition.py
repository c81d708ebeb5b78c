# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timezone
from typing import Any

from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)

from odoo import api, fields, models
from odoo.tools import SQL

from ..core.metrics import AGES, CURRENT, STORED, Family, Observation, cumulative


class _Families:
    """What prometheus-client asks for its metrics."""

    def __init__(self, families: Iterable[Metric]):
        self.families = list(families)

    def collect(self) -> list[Metric]:
        """All families, in the order of the catalogue."""
        return self.families


class IntegrationMetricExposition(models.AbstractModel):
    """Builds what a scrape reads from the database: workers are many processes.

    Finished messages are never looked at: counters come from sums, gauges from the partial
    indexes of messages that are not finished.
    """

    _name = "integration.metric.exposition"
    _description = "Metrics"

    @api.model
    def _registry(self) -> _Families:
        """All metrics of this database, for an encoder of prometheus-client."""
        codes = dict(self.env.execute_query(SQL("SELECT id, code FROM integration_system")))
        sums = self.env["integration.metric.total"]._sums()
        families = [*self._stored([one for one, _at in sums], codes)]
        readings = self._current() | {"last_accepted": self._last_accepted(sums, codes)}
        for name, family in CURRENT.items():
            families.append(self._gauge(family, readings.get(name, []), codes))
        return _Families(families)

    # What was counted

    @api.model
    def _stored(self, sums: Sequence[Observation], codes: dict[int, str]) -> Iterator[Metric]:
        for name, family in STORED.items():
            groups: dict[tuple[str, ...], list[Observation]] = {}
            for one in sums:
                if one.metric == name:
                    labels = self._labels(family, one._asdict(), codes)
                    groups.setdefault(labels, []).append(one)
            make = self._counter if family.kind == "counter" else self._histogram
            yield make(family, groups)

    @api.model
    def _labels(self, family: Family, values: dict[str, Any], codes) -> tuple[str, ...]:
        shown = values | {
            "system": codes.get(values.get("system_id"), ""),
            "company": str(values.get("company_id") or ""),
        }
        return tuple(shown[label] or "" for label in family.labels)

    @api.model
    def _counter(self, family: Family, groups) -> Metric:
        metric = CounterMetricFamily(family.name, family.help, labels=family.labels)
        for labels, rows in groups.items():
            metric.add_metric(labels, sum(row.count for row in rows))
        return metric

    @api.model
    def _histogram(self, family: Family, groups) -> Metric:
        metric = HistogramMetricFamily(family.name, family.help, labels=family.labels)
        for labels, rows in groups.items():
            counts: dict[int, int] = {}
            for row in rows:
                counts[row.bucket] = counts.get(row.bucket, 0) + row.count
            # rounded: sums of floats depend on their order, and a counter must never fall
            total = round(sum(row.total for row in rows), 6)
            metric.add_metric(labels, cumulative(counts), total)
        return metric

    # What is true now

    @api.model
    def _gauge(self, family: Family, readings, codes) -> Metric:
        metric = GaugeMetricFamily(family.name, family.help, labels=family.labels)
        for values, value in readings:
            metric.add_metric(self._labels(family, values, codes), value)
        return metric

    @api.model
    def _current(self) -> dict[str, list[tuple[dict[str, Any], float]]]:
        """Readings of each gauge: the values of its labels, and the value. Extend it."""
        needs_person = self._needs_person()
        return {
            "backlog": self._backlog(),
            "oldest_due_seconds": self._oldest_due(),
            "waiting": self._waiting(),
            "needs_person": [(values, values["count"]) for values in needs_person],
            "money_at_stake": self._money(needs_person),
            "runner_alive": [({}, float(self.env["integration.lane"]._health()["runner"]))],
            "key_expiry": self._key_expiry(),
            "company_info": self._companies(),
        }

    @api.model
    def _rows(self, query: SQL) -> list[dict[str, Any]]:
        self.env.cr.execute(query)
        return self.env.cr.dictfetchall()

    @api.model
    def _backlog(self):
        age = SQL("extract(epoch FROM clock_timestamp() AT TIME ZONE 'UTC' - received_at)")
        rows = self._rows(
            SQL(
                """
                SELECT company_id, system_id, workflow, count(*) AS count,
                       width_bucket(%s, %s::numeric[]) AS bucket
                  FROM integration_message WHERE state IN ('received', 'retry', 'pending', 'unknown')
                 GROUP BY 1, 2, 3, 5
                """,
                age,
                [since for _label, since in AGES[1:]],
            )
        )
        return [(row | {"age": AGES[row["bucket"]][0]}, row["count"]) for row in rows]

    @api.model
    def _oldest_due(self):
        now = fields.Datetime.now()
        return [
            (lane._asdict(), max(0.0, (now - since).total_seconds()))
            for lane, since in self.env["integration.lane"]._due_lanes()
        ]

    @api.model
    def _waiting(self):
        rows = self._rows(
            SQL(
                """
                SELECT company_id, system_id, workflow, COALESCE(reason_code, '') AS code,
                       count(*) AS count
                  FROM integration_message WHERE state = 'waiting' GROUP BY 1, 2, 3, 4
                """
            )
        )
        return [(row, row["count"]) for row in rows]

    @api.model
    def _needs_person(self):
        return self._rows(
            SQL(
                """
                SELECT company_id, system_id, workflow, state, COALESCE(reason_code, '') AS code,
                       count(*) AS count, COALESCE(sum(amount_at_stake), 0)::float AS money
                  FROM integration_message WHERE state IN ('exception', 'dead')
                 GROUP BY 1, 2, 3, 4, 5
                """
            )
        )

    @api.model
    def _money(self, needs_person):
        currencies = {
            company.id: company.currency_id.name for company in self.env["res.company"].search([])
        }
        sums: dict[tuple, float] = {}
        for row in needs_person:
            key = (row["company_id"], row["state"], row["code"])
            sums[key] = sums.get(key, 0.0) + row["money"]
        return [
            ({"company_id": id_, "currency": currencies[id_], "state": state, "code": code}, money)
            for (id_, state, code), money in sums.items()
        ]

    @api.model
    def _companies(self):
        return [
            ({"company_id": company.id, "name": company.name}, 1)
            for company in self.env["res.company"].search([])
        ]

    @api.model
    def _key_expiry(self):
        rows = self._rows(
            SQL(
                """
                SELECT system_id, max(expires_at) AS expires_at FROM integration_api_key
                 WHERE revoked IS NOT TRUE GROUP BY system_id
                """
            )
        )
        return [(row, _epoch(row["expires_at"])) for row in rows]

    @api.model
    def _last_accepted(self, sums: Sequence[tuple[Observation, datetime]], codes):
        latest: dict[int, datetime] = {}
        for one, at in sums:
            # a system may have been deleted since
            if one.metric == "accepted" and one.system_id in codes:
                latest[one.system_id] = max(at, latest.get(one.system_id, at))
        return [({"system_id": id_}, _epoch(at)) for id_, at in latest.items()]


def _epoch(moment: datetime) -> float:
    return moment.replace(tzinfo=timezone.utc).timestamp()
