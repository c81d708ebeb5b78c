# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date, datetime

from odoo import http
from odoo.http import Response, request

from odoo.addons.construction_connector_base.controllers.problem import (
    PREFIX,
    json_response,
    problem,
)
from odoo.addons.construction_connector_base.core.types import to_utc

FILTERS = {"as_of", "known_at", "cost_code", "cost_type", "entity"}


class JobCostController(http.Controller):
    """Tells outside systems what a job costs."""

    @http.route(
        f"{PREFIX}/jobs/<path:job_code>/cost",
        type="http",
        auth="integration",
        methods=["GET"],
        save_session=False,
    )
    def job_cost(self, job_code: str, **params) -> Response:
        """The job cost report: lines and totals, as of a date and as known at a time."""
        unknown = sorted(params.keys() - FILTERS)
        if unknown:
            return problem("invalid", f"Unknown query parameter: {', '.join(unknown)}.")
        try:
            as_of = date.fromisoformat(params["as_of"]) if params.get("as_of") else None
            known_at = _moment(params["known_at"]) if params.get("known_at") else None
        except ValueError as error:
            return problem("invalid", f"as_of and known_at are ISO 8601: {error}.")
        answers = request.env["construction.job.cost.answer"]
        job = answers._find_job(job_code, params.get("entity"))
        if not job:
            return problem("not-found", f"You may see no job {job_code}.")
        return json_response(
            answers._prepare_answer(
                job, as_of, known_at, params.get("cost_code"), params.get("cost_type")
            )
        )


def _moment(text: str) -> datetime:
    """An ISO 8601 instant as naive UTC; without a zone it is taken as UTC."""
    # a plus sign that was not percent-encoded arrives as a space
    moment = datetime.fromisoformat(text.replace(" ", "+").replace("Z", "+00:00"))
    if moment.tzinfo is None:
        return moment
    return to_utc(moment)
