# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta
from typing import Any

from odoo import api, fields, models
from odoo.fields import Domain

from .integration_dashboard import DESK, MESSAGES


class IntegrationDashboard(models.AbstractModel):
    """How each outside system fares."""

    _inherit = "integration.dashboard"

    @api.model
    def _systems(self) -> list[dict[str, Any]]:
        """One row per active system of the chosen companies."""
        systems = self.env["integration.system"].search(
            [("active", "=", True), ("company_ids", "in", self.env.companies.ids)]
        )
        latest = self._last_messages(systems)
        stuck = self._stuck(systems)
        failures = self._failure_rates(systems)
        expiry = self._key_expiry(systems)
        labels = dict(systems._fields["breaker_state"]._description_selection(self.env))
        return [
            {
                "id": system.id,
                "name": system.name,
                "environment": system.environment,
                "last": fields.Datetime.to_string(latest[system]) if system in latest else False,
                "stuck": stuck.get(system, 0),
                "failure_rate": failures.get(system),
                "key_days": expiry.get(system),
                "breaker": system.breaker_state,
                "breaker_label": labels[system.breaker_state],
                "action": self._open(MESSAGES, Domain("system_id", "=", system.id), system.name),
                "stuck_action": self._open(
                    DESK, self._domain_desk() & Domain("system_id", "=", system.id), system.name
                ),
            }
            for system in systems
        ]

    @api.model
    def _last_messages(self, systems) -> dict:
        return dict(
            self.env["integration.metric.total"]._read_group(
                [
                    ("span", "=", "ever"),
                    ("metric", "=", "accepted"),
                    ("system_id", "in", systems.ids),
                ],
                ["system_id"],
                ["last_at:max"],
            )
        )

    @api.model
    def _stuck(self, systems) -> dict:
        return dict(
            self.env["integration.message"]._read_group(
                self._domain_desk() & Domain("system_id", "in", systems.ids),
                ["system_id"],
                ["__count"],
            )
        )

    @api.model
    def _failure_rates(self, systems) -> dict:
        """Percentage of outcomes of the last day that were exceptions or dead letters."""
        rows = self.env["integration.metric.total"]._read_group(
            [
                ("span", "=", "hour"),
                ("start", ">=", fields.Datetime.now() - timedelta(days=1)),
                ("metric", "=", "transitions"),
                ("state", "in", ("done", "exception", "dead")),
                ("system_id", "in", systems.ids),
            ],
            ["system_id", "state"],
            ["count:sum"],
        )
        outcomes: dict[Any, dict[str, int]] = {}
        for system, state, count in rows:
            outcomes.setdefault(system, {})[state] = count
        return {
            system: round(100 * (1 - counts.get("done", 0) / sum(counts.values())), 1)
            for system, counts in outcomes.items()
        }

    @api.model
    def _key_expiry(self, systems) -> dict:
        """Days until the last valid key of each system expires, for who may see keys."""
        keys = self.env["integration.api.key"]
        if not keys.has_access("read"):
            return {}
        rows = keys._read_group(
            [("revoked", "=", False), ("system_id", "in", systems.ids)],
            ["system_id"],
            ["expires_at:max"],
        )
        now = fields.Datetime.now()
        return {system: (expires_at - now) // timedelta(days=1) for system, expires_at in rows}
