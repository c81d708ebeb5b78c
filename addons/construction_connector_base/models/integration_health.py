# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta
from typing import Any

from odoo import api, fields, models
from odoo.tools import SQL

from .integration_lane import LATE_SECONDS

#: The cron that runs each minute may be late by this much.
CRON_LATE = timedelta(minutes=10)


class IntegrationHealth(models.AbstractModel):
    """Whether messages are taken, drained and can be worked with. It tells no business figures."""

    _name = "integration.health"
    _description = "Health"

    @api.model
    def _ready(self) -> dict[str, Any]:
        """``ready``, and each of the checks it follows from: true is good."""
        health = self.env["integration.lane"]._health()
        checks = {
            "database": health["database"],
            "runner": health["runner"],
            "lanes": health["oldest_due_seconds"] <= LATE_SECONDS,
            "cron": self._is_cron_alive(),
            "master_key": self._has_key_for_secrets(),
        }
        return {
            "ready": all(checks.values()),
            "checks": checks,
            "oldest_due_seconds": health["oldest_due_seconds"],
        }

    @api.model
    def _is_cron_alive(self) -> bool:
        """Whether the cron that runs each minute has run of late, or will for the first time."""
        cron = self.env.ref("construction_connector_base.ir_cron_wake", raise_if_not_found=False)
        return bool(cron and cron.active and cron.nextcall > fields.Datetime.now() - CRON_LATE)

    @api.model
    def _has_key_for_secrets(self) -> bool:
        """Whether a master key is configured, if anything in the database needs one."""
        vault = self.env["integration.vault"]
        if vault._has_key():
            return True
        return not any(
            self._holds_any(self.env[model_name]._table, field)
            for model_name, field in vault._encrypted_fields()
        )

    @api.model
    def _holds_any(self, table: str, column: str) -> bool:
        query = SQL(
            "SELECT EXISTS (SELECT FROM %s WHERE %s IS NOT NULL)",
            SQL.identifier(table),
            SQL.identifier(column),
        )
        return self.env.execute_query(query)[0][0]
