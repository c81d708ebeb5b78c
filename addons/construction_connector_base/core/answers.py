# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Schemas of what the message endpoints answer."""

from typing import Any

from .openapi import ref
from .schema import Schema


def _object(required: list[str], properties: dict[str, Schema], **more: Any) -> Schema:
    return {"type": "object", "required": required, "properties": properties} | more


def _text(description: str = "", **more: Any) -> Schema:
    return {"type": "string"} | ({"description": description} if description else {}) | more


def _maybe(schema: Schema) -> Schema:
    return schema | {"type": [schema["type"], "null"]}


FIELD_ERROR = _object(
    ["pointer", "code", "detail"],
    {
        "pointer": _text("JSON pointer (RFC 6901) to the place in the event; empty for all of it."),
        "code": _text("Stable name of the error, such as schema.missing or type.scope."),
        "detail": _text("What is wrong, in words."),
    },
    additionalProperties=False,
)

PROBLEM = _object(
    ["type", "title", "status", "detail"],
    {
        "type": _text("Stable name of the kind of error.", format="uri"),
        "title": _text(),
        "status": {"type": "integer"},
        "detail": _text("What happened, in words."),
        "id": _maybe(_text("Your id of the event.")),
        "message": _maybe(_text("Our id, where the event was known before.")),
        "errors": {"type": "array", "items": ref("FieldError")},
    },
    description="Problem details (RFC 9457).",
)

RESULT = _object(
    ["id", "status", "message", "errors"],
    {
        "id": _maybe(_text("Your id; null where the event has none that can be read.")),
        "status": _text(
            "accepted: stored. duplicate: known, the first answer again. conflict: the id is known "
            "with another payload. rejected: not valid, see errors.",
            enum=["accepted", "duplicate", "conflict", "rejected"],
        ),
        "message": _maybe(_text("Our id of the message, once it is stored.", format="uuid")),
        "errors": {"type": "array", "items": ref("FieldError")},
    },
    additionalProperties=False,
)

RESULTS = _object(
    ["results"],
    {
        "results": {
            "type": "array",
            "items": ref("Result"),
            "description": "One for each event, in their order.",
        }
    },
    additionalProperties=False,
)

REASON = _object(
    ["code", "text"],
    {"code": _text("Stable name of the reason."), "text": _text()},
    additionalProperties=False,
)

DOCUMENT = _object(
    ["kind", "name", "url"],
    {"kind": _text(), "name": _text(), "url": _text("For people who may see it.")},
    additionalProperties=False,
)

HEALTH = _object(
    ["live", "ready"],
    {"live": {"type": "boolean"}, "ready": {"type": "boolean"}},
)


def message_schema(states: list[str]) -> Schema:
    """What became of a message, which is in one of these states."""
    moment = _text(format="date-time")
    return _object(
        [
            "message",
            "id",
            "source",
            "type",
            "state",
            "attempts",
            "received_at",
            "applied_at",
            "reason",
            "documents",
        ],
        {
            "message": _text("Our id.", format="uuid"),
            "id": _text("Your id."),
            "source": _text("Your system."),
            "type": _text(),
            "state": _text(enum=states),
            "attempts": {"type": "integer", "minimum": 0},
            "received_at": moment,
            "applied_at": _maybe(moment),
            "reason": {"oneOf": [ref("Reason"), {"type": "null"}]},
            "documents": {
                "type": "array",
                "items": ref("Document"),
                "description": "The records that the message created or changed.",
            },
        },
        additionalProperties=False,
    )


SCHEMAS = {
    "FieldError": FIELD_ERROR,
    "Problem": PROBLEM,
    "Result": RESULT,
    "Results": RESULTS,
    "Reason": REASON,
    "Document": DOCUMENT,
    "Health": HEALTH,
}
