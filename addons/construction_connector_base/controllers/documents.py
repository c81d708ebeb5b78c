# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import http
from odoo.http import Response, request

from ..core.page import Page
from .problem import PREFIX


class DocumentsController(http.Controller):
    """Tells how to call this database: it names what may be sent, and nothing that was."""

    @http.route(
        f"{PREFIX}/openapi.json",
        type="http",
        auth="public",
        methods=["GET"],
        save_session=False,
        readonly=True,
    )
    def get_openapi(self, **_params) -> Response:
        """The OpenAPI document, for programs."""
        page = request.env["integration.openapi"]._page()
        return self._answer(page, "application/json")

    @http.route(
        f"{PREFIX}/docs",
        type="http",
        auth="public",
        methods=["GET"],
        save_session=False,
        readonly=True,
    )
    def get_docs(self, **_params) -> Response:
        """The same for people."""
        docs = request.env["integration.api.docs"]
        response = self._answer(docs._page(), "text/html; charset=utf-8")
        response.headers["Content-Security-Policy"] = docs._content_security_policy()
        return response

    def _answer(self, page: Page, content_type: str) -> Response:
        response = Response(page.body, content_type=content_type)
        response.set_etag(page.etag)
        response.headers["Cache-Control"] = "no-cache"
        return response.make_conditional(request.httprequest)
