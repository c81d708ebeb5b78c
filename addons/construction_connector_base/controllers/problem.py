# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Errors of the HTTP interface: RFC 9457 problem details, made in this one place."""

import logging
from collections.abc import Iterable, Sequence
from typing import Any

import orjson
from werkzeug.exceptions import HTTPException

from odoo.exceptions import AccessDenied, AccessError, MissingError, UserError
from odoo.http import Response
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

from ..core.errors import FieldError

_logger = logging.getLogger(__name__)

PREFIX = "/construction/v1"
CONTENT_TYPE = "application/problem+json"

#: The last one of a status stands for it where nothing more is known.
TITLES = {
    "bad-request": (400, "The request is not understood"),
    "signature-invalid": (401, "The signature is missing or wrong"),
    "signature-expired": (401, "The signature is too old or too new"),
    "unauthorized": (401, "A valid key is needed"),
    "forbidden": (403, "Not allowed"),
    "not-found": (404, "Not found"),
    "method-not-allowed": (405, "This method is not possible here"),
    "signature-replayed": (409, "The signed id was used for another call"),
    "conflict": (409, "The id was used for another event"),
    "length-required": (411, "The length of the body must be declared"),
    "too-large": (413, "Too much in one call"),
    "unsupported-media-type": (415, "This content type is not understood"),
    "invalid": (422, "The request is not valid"),
    "rate-limited": (429, "Too many calls"),
    "internal": (500, "Something went wrong on our side"),
    "maintenance": (503, "Not taken now"),
    "unavailable": (503, "Try again in a moment"),
}
_SLUGS = {status: slug for slug, (status, _title) in TITLES.items()}


def json_response(data: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """A JSON answer."""
    body = orjson.dumps(data)
    return Response(body, status=status, content_type="application/json", headers=headers)


def problem(
    slug: str,
    detail: str,
    errors: Sequence[FieldError] = (),
    headers: dict[str, str] | None = None,
    **members: Any,
) -> Response:
    """A problem of the catalogue above, in words and by field."""
    status, title = TITLES[slug]
    body = {
        "type": f"urn:construction:problem:{slug}",
        "title": title,
        "status": status,
        "detail": detail,
        **members,
    }
    if errors:
        body["errors"] = [error.as_dict() for error in errors]
    return Response(orjson.dumps(body), status=status, content_type=CONTENT_TYPE, headers=headers)


def unauthorized() -> Response:
    """The same answer for a missing, unknown, expired or revoked key."""
    return problem(
        "unauthorized",
        "Send 'Authorization: Bearer <key>' with a key that is known, valid and not revoked.",
        headers={"WWW-Authenticate": "Bearer"},
    )


def method_not_allowed(valid_methods: Iterable[str]) -> Response:
    """The path exists, but not with this method."""
    allowed = ", ".join(sorted(valid_methods))
    return problem("method-not-allowed", f"Use {allowed}.", headers={"Allow": allowed})


def from_exception(error: Exception) -> Response | HTTPException:
    """The answer to an error that no controller has answered. It never tells internals."""
    if isinstance(error, HTTPException):
        slug = _SLUGS.get(error.code or 0)
        if error.response is not None or slug is None:
            return error
        return problem(slug, TITLES[slug][1])
    if isinstance(error, AccessDenied | AccessError):
        return problem("forbidden", str(error))
    if isinstance(error, MissingError):
        return problem("not-found", str(error))
    if isinstance(error, UserError):
        return problem("invalid", str(error))
    if isinstance(error, PG_CONCURRENCY_EXCEPTIONS_TO_RETRY):
        return problem("unavailable", "Nothing was stored.", headers={"Retry-After": "1"})
    _logger.error("Unexpected error in a call", exc_info=error)
    return problem("internal", "Nothing was stored. The error is in our log.")
