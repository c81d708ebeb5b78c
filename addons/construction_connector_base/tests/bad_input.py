# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Calls that must not be taken, each with its exact answer. docs/security.md shows this table."""

import gzip
import json
from dataclasses import dataclass, field

SINGLE = "application/cloudevents+json"
BATCH = "application/cloudevents-batch+json"
LINES = "application/x-ndjson"
PATH = "/construction/v1/messages"
PING = "construction.ping.sent.v1"


def event(**attributes) -> dict:
    """A connection check of the system ``field``."""
    return {
        "specversion": "1.0",
        "id": "1",
        "source": "field",
        "type": PING,
        "time": "2026-03-02T08:00:00Z",
        "data": {"text": "hello"},
    } | attributes


def text(**attributes) -> bytes:
    """The same, as it is sent."""
    return json.dumps(event(**attributes)).encode()


def written(key: str, value: str) -> bytes:
    """The event with a value that Python's JSON would not write."""
    return text(**{key: "@@"}).replace(b'"@@"', value.encode())


def repeated(parts: str) -> bytes:
    """The event with more keys at its end."""
    return text()[:-1] + b", " + parts.encode() + b"}"


@dataclass(frozen=True)
class Bad:
    """One call. ``status`` and ``problem`` are the answer; ``code`` its first error, if any."""

    case: str
    status: int
    problem: str
    code: str = ""
    body: bytes | None = field(default_factory=text)
    content_type: str = SINGLE
    method: str = "POST"
    path: str = PATH
    headers: dict[str, str | None] = field(default_factory=dict)


INVALID = (422, "invalid")
TABLE = [
    # what is no JSON, or not the JSON of an event
    Bad("no body", *INVALID, "schema.json", body=b""),
    Bad("half an object", *INVALID, "schema.json", body=text()[:-1]),
    Bad("two events one after the other", *INVALID, "schema.json", body=text() + text()),
    Bad("`NaN`", *INVALID, "schema.json", body=written("data", "NaN")),
    Bad("invalid UTF-8", *INVALID, "schema.json", body=text().replace(b"hello", b"\xff\xfe")),
    Bad("UTF-16", *INVALID, "schema.json", body=text().decode().encode("utf-16")),
    Bad("half a surrogate pair", *INVALID, "schema.json", body=written("id", '"\\ud800"')),
    Bad("a byte order mark", *INVALID, "schema.json", body=b"\xef\xbb\xbf" + text()),
    Bad("a bare NUL byte", *INVALID, "schema.json", body=text().replace(b"hello", b"a\x00b")),
    Bad("5,000 nested arrays", *INVALID, "schema.json", body=b"[" * 5000 + b"]" * 5000),
    Bad("500 nested arrays in `data`", *INVALID, "schema.depth",
        body=written("data", '{"text":' + "[" * 500 + "]" * 500 + "}")),
    Bad("500 nested objects in `data`", *INVALID, "schema.depth",
        body=written("data", '{"a":' * 500 + "1" + "}" * 500)),
    Bad("a list instead of an event", *INVALID, "schema.object", body=b"[]"),
    Bad("a text instead of an event", *INVALID, "schema.object", body=b'"event"'),
    Bad("an event instead of a batch", *INVALID, "schema.json", content_type=BATCH),
    # keys that occur twice
    Bad("`id` twice", *INVALID, "schema.duplicate_key", body=repeated('"id": "2"')),
    Bad("`data` twice, the same", *INVALID, "schema.duplicate_key",
        body=repeated('"data": {"text": "hello"}')),
    Bad("a key twice in `data`", *INVALID, "schema.duplicate_key",
        body=written("data", '{"text": "a", "text": "b"}')),
    Bad("a key twice, once written `\\u0069d`, made up for by an escaped colon", *INVALID,
        "schema.duplicate_key", body=written("data", '{"text": "\\u003a"}')[:-1]
        + b', "\\u0069d": "2"}'),
    # wrong types and values
    Bad("`data` missing", *INVALID, "schema.missing",
        body=json.dumps({k: v for k, v in event().items() if k != "data"}).encode()),
    Bad("an unknown attribute", *INVALID, "schema.extra_forbidden", body=text(subjekt="x")),
    Bad("an unknown field in `data`", *INVALID, "schema.extra_forbidden",
        body=text(data={"text": "x", "more": 1})),
    Bad("a number for `id`", *INVALID, "schema.string_type", body=text(id=1)),
    Bad("an object for `id`", *INVALID, "schema.string_type", body=text(id={"$ne": None})),
    Bad("an empty `id`", *INVALID, "schema.string_too_short", body=text(id="")),
    Bad("an `id` of 129 characters", *INVALID, "schema.string_too_long", body=text(id="x" * 129)),
    Bad("a text of a million characters", *INVALID, "schema.string_too_long",
        body=text(data={"text": "x" * 1_000_000})),
    Bad("a NUL character in `id`", *INVALID, "schema.nul_character", body=text(id="a\x00b")),
    Bad("a NUL character in `data`", *INVALID, "schema.nul_character",
        body=text(data={"text": "a\x00b"})),
    Bad("null for `data`", *INVALID, "schema.dict_type", body=text(data=None)),
    Bad("a list for `data`", *INVALID, "schema.dict_type", body=text(data=[1])),
    Bad("a number of 400 digits", *INVALID, "schema.json",
        body=written("data", '{"text": ' + "9" * 400 + "}")),
    Bad("`1e999`", *INVALID, "schema.json", body=written("data", '{"text": 1e999}')),
    Bad("a number of 30 digits for a text", *INVALID, "schema.string_type",
        body=written("data", '{"text": ' + "9" * 30 + "}")),
    Bad("a negative `sequence`", *INVALID, "schema.greater_than_equal", body=text(sequence=-1)),
    Bad("a `sequence` beyond 64 bits", *INVALID, "schema.less_than_equal",
        body=text(sequence="9" * 5000)),
    Bad("a `time` without zone", *INVALID, "schema.timezone_aware",
        body=text(time="2026-03-02T08:00:00")),
    Bad("a `time` in the year 9999", *INVALID, "schema.implausible_date",
        body=text(time="9999-12-31T23:59:59Z")),
    Bad("another `specversion`", *INVALID, "schema.literal_error", body=text(specversion="0.3")),
    Bad("an unknown `type`", *INVALID, "type.unknown", body=text(type="construction.x.v1")),
    Bad("SQL for `type`", *INVALID, "type.unknown", body=text(type="x'; DROP TABLE x; --")),
    Bad("another system's `source`", 403, "forbidden", "source.mismatch", body=text(source="x")),
    Bad("an `entity` that is not routed", 403, "forbidden", "entity.unknown",
        body=text(entity="Z")),
    # sizes and encodings
    Bad("100 MB declared", 413, "too-large", headers={"Content-Length": "104857600"}),
    Bad("1,001 events", 413, "too-large", content_type=BATCH,
        body=json.dumps([event(id=str(n)) for n in range(1001)]).encode()),
    Bad("1,001 lines", 413, "too-large", content_type=LINES, body=b"{}\n" * 1001),
    Bad("chunks without a length", 411, "length-required",
        headers={"Content-Length": None, "Transfer-Encoding": "chunked"}),
    Bad("a gzip bomb (10 MB of zeros)", 415, "unsupported-media-type",
        body=gzip.compress(bytes(10_000_000)), headers={"Content-Encoding": "gzip"}),
    Bad("gzip without saying so", *INVALID, "schema.json", body=gzip.compress(text())),
    Bad("`application/json`", 415, "unsupported-media-type", content_type="application/json"),
    Bad("a form", 415, "unsupported-media-type", body=b"id=1",
        content_type="application/x-www-form-urlencoded"),
    Bad("a form with files", 415, "unsupported-media-type", body=b"--b--\r\n",
        content_type="multipart/form-data; boundary=b"),
    Bad("no content type", 415, "unsupported-media-type", headers={"Content-Type": None}),
    # methods, paths, headers
    *(Bad(f"`{method}` on the door", 405, "method-not-allowed", method=method, body=None)
      for method in ("GET", "PUT", "PATCH", "DELETE")),
    Bad("a made-up method", 405, "method-not-allowed", method="SEND", body=None),
    Bad("`POST` with a method override", 405, "method-not-allowed", method="GET", body=None,
        headers={"X-HTTP-Method-Override": "POST"}),
    Bad("`..` in the path", 404, "not-found", method="GET", body=None,
        path=f"{PATH}/..%2f..%2f..%2fweb%2flogin"),
    Bad("a NUL in the path", 404, "not-found", method="GET", body=None, path=f"{PATH}/%00"),
    Bad("SQL in the path", 404, "not-found", method="GET", body=None,
        path=f"{PATH}/x'%20OR%201=1--"),
    Bad("a path of 4,000 characters", 404, "not-found", method="GET", body=None,
        path=f"{PATH}/" + "x" * 4000),
    Bad("no key", 401, "unauthorized", headers={"Authorization": None}),
    Bad("another scheme", 401, "unauthorized", headers={"Authorization": "Basic eDp5"}),
    Bad("an unknown key", 401, "unauthorized", headers={"Authorization": f"Bearer cik_{'A' * 43}"}),
    Bad("a key of 8,000 characters", 401, "unauthorized",
        headers={"Authorization": "Bearer " + "x" * 8000}),
    Bad("the key as a query", 401, "unauthorized", path=f"{PATH}?access_token=@key",
        headers={"Authorization": None}),
]  # fmt: skip

#: Signed calls; the test makes their headers.
SIGNED = {
    "no signature": (401, "signature-invalid"),
    "a signature without id": (401, "signature-invalid"),
    "a signature of another key": (401, "signature-invalid"),
    "a signature of a revoked key": (401, "signature-invalid"),
    "a signature over another body": (401, "signature-invalid"),
    "a signature over another id": (401, "signature-invalid"),
    "a signature of version `v2` only": (401, "signature-invalid"),
    "a signature that is no base64": (401, "signature-invalid"),
    "a time that is no number": (401, "signature-invalid"),
    "a signed body that is not UTF-8": (401, "signature-invalid"),
    "a signature 301 seconds old": (401, "signature-expired"),
    "a signature 301 seconds ahead": (401, "signature-expired"),
    "the id of an earlier call with another body": (409, "signature-replayed"),
}
