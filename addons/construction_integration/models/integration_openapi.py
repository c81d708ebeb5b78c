# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from odoo.addons.construction_connector_base.core.openapi import answer, operation, parameter, ref
from odoo.addons.construction_connector_base.core.schema import Schema
from odoo.addons.construction_jobcost.core.cost_report import COLUMN_NAMES

from .construction_job_cost_answer import KEYS

AMOUNT = {"type": "string", "format": "decimal", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"}
TEXT = {"type": "string"}


def _object(properties: dict[str, Schema]) -> Schema:
    return {
        "type": "object",
        "required": list(properties),
        "properties": properties,
        "additionalProperties": False,
    }


class IntegrationOpenapi(models.AbstractModel):
    """The endpoints of jobs."""

    _inherit = "integration.openapi"

    @api.model
    def _prepare_tags(self):
        return super()._prepare_tags() | {"jobs": "What jobs cost."}

    @api.model
    def _prepare_schemas(self):
        amounts = dict.fromkeys(COLUMN_NAMES, AMOUNT)
        keys = dict.fromkeys(KEYS, {"type": ["string", "null"]})
        job = _object(dict.fromkeys(("code", "name", "entity", "currency"), TEXT))
        return super()._prepare_schemas() | {
            "JobCostAmounts": _object(amounts) | {"description": "In the company's currency."},
            "JobCostLine": _object(keys | amounts),
            "JobCost": _object(
                {
                    "job": job,
                    "as_of": TEXT | {"format": "date"},
                    "known_at": TEXT | {"format": "date-time"},
                    "totals": ref("JobCostAmounts"),
                    "lines": {"type": "array", "items": ref("JobCostLine")},
                }
            ),
        }

    @api.model
    def _prepare_paths(self):
        return super()._prepare_paths() | {
            "/jobs/{job_code}/cost": {"get": self._prepare_get_job_cost()}
        }

    @api.model
    def _prepare_get_job_cost(self) -> Schema:
        return operation(
            "get_job_cost",
            "The job cost report, by line and in total",
            "jobs",
            {200: answer("The report.", ref("JobCost"))},
            self._problems("not-found", "invalid"),
            parameters=[
                parameter("job_code", "path", "The code of the job."),
                parameter(
                    "as_of", "query", "Costs that count on or before this day.", format="date"
                ),
                parameter(
                    "known_at",
                    "query",
                    "What was known at this moment; UTC where no zone is given.",
                    format="date-time",
                ),
                parameter("cost_code", "query", "Lines of this cost code only."),
                parameter("cost_type", "query", "Lines of this cost type only."),
                parameter(
                    "entity", "query", "The legal entity, where several use the code of the job."
                ),
            ],
        )
