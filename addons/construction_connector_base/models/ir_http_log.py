# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import threading
import time

from werkzeug.exceptions import HTTPException

from odoo import models
from odoo.http import request

from ..controllers.problem import PREFIX
from ..core import trace


class IrHttp(models.AbstractModel):
    """One line of the log per call of the message endpoints."""

    _inherit = "ir.http"

    @classmethod
    def _authenticate(cls, endpoint):
        try:
            super()._authenticate(endpoint)
        except HTTPException as error:
            # an answer that is ready passes by _handle_error
            if error.response is not None:
                cls._log_integration_call(error.response.status_code)
            raise

    @classmethod
    def _post_dispatch(cls, response):
        super()._post_dispatch(response)
        cls._log_integration_call(response.status_code)

    @classmethod
    def _handle_error(cls, exception):
        response = super()._handle_error(exception)
        status = getattr(response, "status_code", None) or getattr(response, "code", None)
        cls._log_integration_call(status)
        return response

    @classmethod
    def _log_integration_call(cls, status: int | None) -> None:
        http_request = request.httprequest
        if not http_request.path.startswith(f"{PREFIX}/"):
            return
        log = request.env["integration.log"]
        if log._is_on():
            # Odoo notes on the thread when it took the call
            started = getattr(threading.current_thread(), "perf_t0", time.time())
            traceparent = trace.valid(http_request.headers.get("traceparent"))
            values = {"trace_id": trace.trace_id(traceparent)} if traceparent else {}
            log._write_line(
                "call",
                method=http_request.method,
                path=http_request.path,
                status=status,
                duration_ms=round((time.time() - started) * 1000, 1),
                **values | getattr(request, "construction_log", {}),
            )
