# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import http
from odoo.http import Response, request

from .problem import PREFIX, json_response


class HealthController(http.Controller):
    """Tells load balancers and watchers whether messages are taken and drained."""

    @http.route(f"{PREFIX}/health", type="http", auth="none", methods=["GET"], save_session=False)
    def get_health(self, **_params) -> Response:
        """Live if it answers at all; ready (200) or not (503). It tells no business figures."""
        health = request.env["integration.lane"]._health()
        return json_response(health, status=200 if health["ready"] else 503)
