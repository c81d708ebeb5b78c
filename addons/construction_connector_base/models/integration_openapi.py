# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import orjson

from odoo import api, models, tools

from ..controllers.messages import BATCH, LINES, MAX_BYTES, MAX_MESSAGES, SINGLE
from ..controllers.problem import PREFIX, TITLES
from ..core import contract as contracts
from ..core import states
from ..core.answers import SCHEMAS, message_schema
from ..core.openapi import (
    Problem,
    answer,
    any_event,
    document,
    event_schemas,
    example_event,
    header,
    operation,
    parameter,
    ref,
    webhooks,
)
from ..core.page import Page, page
from ..core.schema import Schema

#: Errors that depend on what is called; the others may answer any call.
SPECIFIC = {
    "signature-invalid",
    "signature-expired",
    "signature-replayed",
    "not-found",
    "method-not-allowed",
    "conflict",
    "length-required",
    "too-large",
    "unsupported-media-type",
    "invalid",
    "maintenance",
}
#: Errors of calls that need no key.
PUBLIC = ("bad-request", "internal", "unavailable")

DESCRIPTION = """\
Outside systems send events and read what became of them. Send `Authorization: Bearer <key>` with
the key of your system. An answer to `POST /messages` means that the events are stored and will not
be lost; send a call again whose answer you did not get: known events answer `duplicate`.
Names and types in this document do not change once released; a new version of a contract has a new
type."""


class IntegrationOpenapi(models.AbstractModel):
    """The OpenAPI document of this database: its contracts and its endpoints.

    An addon with endpoints of its own extends ``_prepare_paths``, ``_prepare_schemas`` and
    ``_prepare_tags``; it puts them together from the parts in ``core/openapi.py``.
    """

    _name = "integration.openapi"
    _description = "API Document"

    @api.model
    @tools.ormcache()
    def _page(self) -> Page:
        """The document as JSON; made once, as contracts come and go with addons only."""
        return page(orjson.dumps(self._prepare_document()))

    @api.model
    def _prepare_document(self) -> Schema:
        return document(
            {"title": "Integration API", "version": "1", "description": DESCRIPTION},
            PREFIX,
            self._prepare_paths(),
            webhooks(self._contracts("outbound")),
            self._prepare_schemas(),
            self._prepare_tags(),
        )

    @api.model
    def _contracts(self, direction: contracts.Direction) -> list[contracts.Contract]:
        return contracts.installed(self.env, direction)

    @api.model
    def _prepare_tags(self) -> dict[str, str]:
        """Hook: groups of endpoints, and what each is for."""
        return {
            "messages": "Send events, and see what became of them.",
            "service": "For those who operate or write a connection.",
        }

    @api.model
    def _prepare_schemas(self) -> dict[str, Schema]:
        """Hook: schemas to which the endpoints refer, by name."""
        inbound = self._contracts("inbound")
        shown = [*self.env["integration.message"]._fields["state"].get_values(self.env)]
        return (
            event_schemas([*inbound, *self._contracts("outbound")])
            | SCHEMAS
            | {
                "Event": any_event(inbound),
                "Message": message_schema([*shown, states.PROCESSING]),
            }
        )

    @api.model
    def _prepare_paths(self) -> dict[str, Schema]:
        """Hook: endpoints by their path below ``/construction/v1``."""
        return {
            "/messages": {"post": self._prepare_post_messages()},
            "/messages/{message}": {"get": self._prepare_get_message()},
            "/health": {"get": self._prepare_get_health()},
            "/openapi.json": {"get": self._prepare_get_page("openapi", "application/json")},
            "/docs": {"get": self._prepare_get_page("docs", "text/html")},
        }

    @api.model
    def _problems(self, *specific: str, is_public: bool = False) -> list[Problem]:
        """What a call may be refused with: these errors, and those that any call may get."""
        slugs = [*specific, *(PUBLIC if is_public else TITLES.keys() - SPECIFIC)]
        return [Problem(slug, *TITLES[slug]) for slug in TITLES if slug in slugs]

    @api.model
    def _prepare_post_messages(self) -> Schema:
        ends = {
            "Deprecation": header("Since when a sent type is deprecated (RFC 9745)."),
            "Sunset": header("When a sent type will be refused (RFC 8594)."),
        }
        return operation(
            "post_messages",
            "Store one event, or a batch",
            "messages",
            {202: answer("The events were judged and stored.", ref("Results"), headers=ends)},
            self._problems(*SPECIFIC - {"not-found", "method-not-allowed"}),
            description=f"At most {MAX_MESSAGES} events and {MAX_BYTES} bytes, or what your system "
            "is limited to, uncompressed, with `Content-Length`. A batch with bad events still "
            "takes the good ones; a single bad event is answered with a problem. Where your system "
            "must sign its calls, send the three headers of Standard Webhooks.",
            parameters=[
                parameter(
                    "traceparent", "header", "W3C trace context, for events without their own."
                ),
                parameter("webhook-id", "header", "Signed calls: an id of the call."),
                parameter("webhook-timestamp", "header", "Signed calls: seconds since 1970."),
                parameter("webhook-signature", "header", "Signed calls: v1,<HMAC-SHA256>."),
            ],
            body=self._prepare_messages_body(),
        )

    @api.model
    def _prepare_messages_body(self) -> Schema:
        inbound = self._contracts("inbound")
        examples = {
            one.type: {"summary": one.description, "value": example_event(one)} for one in inbound
        }
        first = example_event(inbound[0])
        line = orjson.dumps(first).decode()
        return {
            "required": True,
            "content": {
                SINGLE: {"schema": ref("Event"), "examples": examples},
                BATCH: {
                    "schema": {
                        "type": "array",
                        "items": ref("Event"),
                        "maxItems": MAX_MESSAGES,
                    },
                    "example": [first],
                },
                LINES: {
                    "schema": {"type": "string", "description": "One event a line."},
                    "example": f"{line}\n",
                },
            },
        }

    @api.model
    def _prepare_get_message(self) -> Schema:
        return operation(
            "get_message",
            "What became of a message of your system",
            "messages",
            {200: answer("The message.", ref("Message"))},
            self._problems("not-found"),
            parameters=[parameter("message", "path", "Our id, from the answer to your call.")],
        )

    @api.model
    def _prepare_get_health(self) -> Schema:
        return operation(
            "get_health",
            "Whether messages are taken and drained",
            "service",
            {
                200: answer("Live and ready.", ref("Health")),
                503: answer("Live, but not ready.", ref("Health")),
            },
            self._problems(is_public=True),
            is_public=True,
        )

    @api.model
    def _prepare_get_page(self, name: str, content_type: str) -> Schema:
        known = {"ETag": header("Send it as If-None-Match to ask whether the page has changed.")}
        schema = {"type": "object" if content_type == "application/json" else "string"}
        return operation(
            f"get_{name}",
            "This document" if name == "openapi" else "This document, for people",
            "service",
            {
                200: answer("The page.", schema, content_type=content_type, headers=known),
                304: answer("You have it already."),
            },
            self._problems(is_public=True),
            is_public=True,
        )
