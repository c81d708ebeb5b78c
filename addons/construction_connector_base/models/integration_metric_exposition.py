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

from odoo import api, models
from odoo.tools import SQL

from ..core.metrics import CURRENT, STORED, STORED_AS, Family, Observation, cumulative


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
        fields_ = (label if label in shown else STORED_AS[label] for label in family.labels)
        return tuple(shown[name] or "" for name in fields_)

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
            total = sum(row.total for row in rows)
            metric.add_metric(labels, cumulative(counts), float(total))
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
        """Hook: readings of each gauge: the values of its labels, and the value."""
        return {}

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
