# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from ..core.openapi import answer, operation, ref
from ..core.schema import Schema

_YES_OR_NO = {"type": "boolean"}


class IntegrationOpenapi(models.AbstractModel):
    """The endpoints for those who watch over a server."""

    _inherit = "integration.openapi"

    @api.model
    def _prepare_schemas(self):
        return super()._prepare_schemas() | {
            "Live": {
                "type": "object",
                "required": ["live"],
                "properties": {"live": _YES_OR_NO},
            },
            "Ready": {
                "type": "object",
                "required": ["ready", "checks"],
                "properties": {
                    "ready": _YES_OR_NO,
                    "checks": {
                        "type": "object",
                        "additionalProperties": _YES_OR_NO,
                        "description": "What readiness follows from; true is good.",
                    },
                    "oldest_due_seconds": {"type": "integer", "minimum": 0},
                },
            },
        }

    @api.model
    def _prepare_paths(self):
        return super()._prepare_paths() | {
            "/health/live": {"get": self._prepare_get_live()},
            "/health/ready": {"get": self._prepare_get_ready()},
            "/metrics": {"get": self._prepare_get_metrics()},
        }

    @api.model
    def _prepare_get_live(self) -> Schema:
        return operation(
            "get_live",
            "Whether this process answers and reaches its database",
            "service",
            {200: answer("It does.", ref("Live"))},
            self._problems(is_public=True),
            is_public=True,
        )

    @api.model
    def _prepare_get_ready(self) -> Schema:
        return operation(
            "get_ready",
            "Whether calls should be sent here, with the checks it follows from",
            "service",
            {200: answer("Ready.", ref("Ready")), 503: answer("Not ready.", ref("Ready"))},
            self._problems(is_public=True),
            is_public=True,
        )

    @api.model
    def _prepare_get_metrics(self) -> Schema:
        """For a token of the server, or the key of a system that may read metrics."""
        text = {"type": "string"}
        found = answer("All metrics.", text, content_type="text/plain")
        found["content"]["application/openmetrics-text"] = {"schema": text}
        return operation(
            "get_metrics",
            "How messages fare, as OpenMetrics or in the text format of Prometheus",
            "service",
            {200: found},
            self._problems("unauthorized", "forbidden", is_public=True),
        )
