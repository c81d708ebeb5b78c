# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import uuid
from typing import Any

import orjson

from odoo import http
from odoo.http import Response, request

from ..core.errors import FieldError
from ..core.guard import smaller
from ..core.intake import Result
from ..core.json_body import screen
from .checks import Refused, check_open, check_signature
from .problem import PREFIX, json_response, problem

SINGLE = "application/cloudevents+json"
BATCH = "application/cloudevents-batch+json"
LINES = "application/x-ndjson"

MAX_MESSAGES = 1000
MAX_BYTES = 16 * 1024 * 1024


class MessagesController(http.Controller):
    """Takes messages in, and tells what became of them."""

    @http.route(
        f"{PREFIX}/messages",
        type="http",
        auth="integration",
        methods=["POST"],
        csrf=False,
        save_session=False,
    )
    def post_messages(self, **_params) -> Response:
        """Store one event, or a batch of them; answer when that is durable."""
        system = request.env["integration.system"]._current()
        try:
            mimetype, events = self._read_events(system)
        except Refused as refused:
            request.env["integration.refusal"]._note_call(
                system, refused.code, refused.text, request.httprequest.remote_addr
            )
            return refused.response
        results = request.env["integration.message"]._accept(
            system, events, request.httprequest.headers.get("traceparent")
        )
        if mimetype == SINGLE and results[0].status in ("rejected", "conflict"):
            response = self._refusal(results[0])
        else:
            answer = {"results": [result.as_dict() for result in results]}
            response = json_response(answer, status=202)
        response.headers.update(request.env["integration.door"]._deprecation_headers(events))
        return response

    @http.route(
        f"{PREFIX}/messages/<message_uuid>",
        type="http",
        auth="integration",
        methods=["GET"],
        save_session=False,
        readonly=True,
    )
    def get_message(self, message_uuid: str, **_params) -> Response:
        """State, reason and documents of a message of the caller's own system."""
        message = self._find(message_uuid)
        if not message:
            return problem("not-found", "None of your messages has this id.")
        return json_response(message._as_answer())

    def _find(self, message_uuid: str):
        Message = request.env["integration.message"]
        try:
            uuid.UUID(message_uuid)
        except ValueError:
            return Message
        # the record rule of service users leaves the messages of their own system
        return Message.search([("uuid", "=", message_uuid)], limit=1)

    def _refusal(self, result: Result) -> Response:
        """A single event that was not taken, as a problem."""
        slug = "invalid"
        if result.status == "conflict":
            slug = "conflict"
        elif result.is_forbidden:
            slug = "forbidden"
        first = result.errors[0]
        detail = f"{first.pointer}: {first.detail}." if first.pointer else f"{first.detail}."
        return problem(slug, detail, result.errors, id=result.id, message=result.message)

    def _read_events(self, system) -> tuple[str, list[Any]]:
        """The content type and the decoded events of the request; raises ``Refused``."""
        check_open(system)
        mimetype, body = self._read_body(system)
        check_signature(system, body)
        events, raw = self._decode(mimetype, body)
        most = smaller(system._guard().max_messages, MAX_MESSAGES)
        if len(events) > most:
            raise Refused(
                "call.too_large", problem("too-large", f"At most {most} messages per call.")
            )
        return mimetype, screen(raw, events)

    def _read_body(self, system) -> tuple[str, bytes]:
        http_request = request.httprequest
        mimetype = http_request.mimetype
        if mimetype not in (SINGLE, BATCH, LINES):
            raise Refused(
                "call.media_type",
                problem("unsupported-media-type", f"Send {SINGLE}, {BATCH} or {LINES}."),
            )
        if http_request.headers.get("Content-Encoding", "identity") != "identity":
            raise Refused(
                "call.media_type", problem("unsupported-media-type", "Send the body uncompressed.")
            )
        # a chunked body would silently be cut at the limit
        if http_request.content_length is None:
            raise Refused("call.length", problem("length-required", "Send a Content-Length."))
        most = smaller(system._guard().max_bytes, MAX_BYTES)
        if http_request.content_length > most:
            raise Refused("call.too_large", problem("too-large", f"At most {most} bytes per call."))
        return mimetype, http_request.get_data(cache=True)

    def _decode(self, mimetype: str, body: bytes) -> tuple[list[Any], bytes]:
        """The values of the body, and the same as the text of one JSON array."""
        if mimetype == LINES:
            lines = [self._decode_line(line) for line in body.split(b"\n") if line.strip()]
            return [value for value, _line in lines], b"[%s]" % b",".join(
                line for _v, line in lines
            )
        try:
            decoded = orjson.loads(body)
        except orjson.JSONDecodeError as error:
            raise self._malformed(str(error))
        if mimetype == SINGLE:
            return [decoded], b"[%s]" % body
        if not isinstance(decoded, list):
            raise self._malformed("A batch must be a JSON array")
        return decoded, body

    def _decode_line(self, line: bytes) -> tuple[Any, bytes]:
        try:
            return orjson.loads(line), line
        except orjson.JSONDecodeError:
            # judged like any other value that is no event, without cost to the other lines
            return None, b"null"

    def _malformed(self, detail: str) -> Refused:
        errors = [FieldError("", "schema.json", detail)]
        return Refused(
            "schema.json", problem("invalid", f"The body is not valid: {detail}.", errors)
        )
