# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import SUPERUSER_ID, http
from odoo.http import Response, request

from .problem import PREFIX, json_response


class HealthController(http.Controller):
    """Tells load balancers and watchers whether messages are taken and drained."""

    @http.route(f"{PREFIX}/health", type="http", auth="none", methods=["GET"], save_session=False)
    def get_health(self, **_params) -> Response:
        """Live if it answers at all; ready (200) or not (503). It tells no business figures."""
        health = request.env["integration.lane"]._health()
        return json_response(health, status=200 if health["ready"] else 503)

    @http.route(
        f"{PREFIX}/health/live", type="http", auth="none", methods=["GET"], save_session=False
    )
    def get_live(self, **_params) -> Response:
        """200 if this process answers and reaches its database; whoever sees less restarts it."""
        return json_response({"live": True})

    @http.route(
        f"{PREFIX}/health/ready", type="http", auth="none", methods=["GET"], save_session=False
    )
    def get_ready(self, **_params) -> Response:
        """Ready (200) or not (503), with the checks it follows from."""
        # the superuser: nobody is identified, and the answer names no record
        env = request.env(user=SUPERUSER_ID)
        ready = env["integration.health"]._ready()
        return json_response(ready, status=200 if ready["ready"] else 503)
