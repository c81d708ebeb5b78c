# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import hmac

from prometheus_client.exposition import choose_encoder

from odoo import SUPERUSER_ID, http
from odoo.http import Response, request
from odoo.tools import config, str2bool

from ..models.ir_http import BEARER
from .problem import PREFIX, problem, unauthorized

LOOPBACK = ("127.0.0.1", "::1")


class MetricsController(http.Controller):
    """Tells a monitoring system how messages fare."""

    @http.route(
        f"{PREFIX}/metrics",
        type="http",
        auth="none",
        methods=["GET"],
        save_session=False,
        readonly=True,
    )
    def get_metrics(self, **_params) -> Response:
        """All metrics, as OpenMetrics or in Prometheus' text format, as the caller asks."""
        refusal = self._refusal()
        if refusal:
            return refusal
        # the superuser: the token's owner sees the sums of all companies and no record
        env = request.env(user=SUPERUSER_ID)
        encode, content_type = choose_encoder(request.httprequest.headers.get("Accept", ""))
        body = encode(env["integration.metric.exposition"]._registry())
        return Response(body, content_type=content_type)

    def _refusal(self) -> Response | None:
        """Why this caller may not read metrics, or None."""
        match = BEARER.fullmatch(request.httprequest.headers.get("Authorization", ""))
        if not match:
            return None if self._is_trusted_loopback() else unauthorized()
        token = config.get("construction_metrics_token")
        if token and hmac.compare_digest(match[1].encode(), token.encode()):
            return None
        identity = request.env["integration.api.key"]._authenticate(match[1])
        if not identity:
            return unauthorized()
        system = request.env(user=SUPERUSER_ID)["integration.system"].browse(identity.system_id)
        if not system.may_read_metrics:
            return problem("forbidden", "This key's system may not read metrics.")
        return None

    def _is_trusted_loopback(self) -> bool:
        # behind a proxy on this machine every call seems to come from it
        headers = request.httprequest.headers
        return (
            str2bool(config.get("construction_metrics_loopback") or "False")
            and request.httprequest.remote_addr in LOOPBACK
            and "X-Forwarded-For" not in headers
        )
