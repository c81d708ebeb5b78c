# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime, timezone
from typing import Any

from odoo import api, fields, models
from odoo.tools import SQL

from ..core.desk import NEEDS_PERSON
from ..core.metrics import AGES


class IntegrationMetricExposition(models.AbstractModel):
    """What is true at the moment of a scrape, from partial indexes of what is not finished."""

    _inherit = "integration.metric.exposition"

    @api.model
    def _current(self) -> dict[str, list[tuple[dict[str, Any], float]]]:
        needs_person = self._needs_person()
        return super()._current() | {
            "backlog": self._backlog(),
            "oldest_due_seconds": self._oldest_due(),
            "waiting": self._waiting(),
            "needs_person": [(values, values["count"]) for values in needs_person],
            "money_at_stake": self._money(needs_person),
            "runner_alive": [({}, float(self.env["integration.lane"]._health()["runner"]))],
            "key_expiry": self._key_expiry(),
            "drift": self._drifts(),
            "breaker": self._breakers(),
            "alerts": self._alerts(),
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
                  FROM integration_message WHERE state IN %s
                 GROUP BY 1, 2, 3, 4, 5
                """,
                NEEDS_PERSON,
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
    def _drifts(self):
        rows = self.env["integration.reconciliation"]._read_group(
            [("state", "=", "drift")],
            ["company_id", "system_id", "workflow"],
            ["drift_count:sum"],
        )
        return [
            ({"company_id": company.id, "system_id": system.id, "workflow": workflow}, count)
            for company, system, workflow, count in rows
        ]

    @api.model
    def _breakers(self):
        rows = self._rows(SQL("SELECT system_id, state FROM integration_breaker"))
        return [(row, 1) for row in rows]

    @api.model
    def _alerts(self):
        rows = self.env["integration.alert"]._read_group(
            [("is_open", "=", True)], ["severity"], ["__count"]
        )
        return [({"severity": severity}, count) for severity, count in rows]


def _epoch(moment: datetime) -> float:
    return moment.replace(tzinfo=timezone.utc).timestamp()
