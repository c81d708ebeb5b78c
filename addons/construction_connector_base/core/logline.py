# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Log lines as JSON. Only what is listed here can be logged: no payload and no secret."""

from collections.abc import Mapping
from typing import Any

import orjson

#: Each field of a line, and what it says.
FIELDS = {
    "at": "when the line was written, ISO 8601 in UTC",
    "database": "name of the database",
    "step": "what was done: call (HTTP), accept (without HTTP), drain",
    "trace_id": "trace of the call, or the one that all messages of the drain share",
    "trace_ids": "traces of the messages, when they differ; at most 20",
    "system": "code of the outside system",
    "company_id": "id of the company",
    "workflow": "third part of the lane",
    "messages": "our ids of the messages; at most 20",
    "message_count": "how many messages there were",
    "results": "how many events were accepted, duplicate, rejected, conflict",
    "states": "how many messages ended in which state",
    "method": "HTTP method",
    "path": "path of the call, without its query",
    "status": "HTTP status of the answer",
    "duration_ms": "duration in milliseconds",
}
#: Ids that one line names at most.
MOST = 20


def line(values: Mapping[str, Any]) -> str:
    """One line of JSON, its fields in the order above; empty ones are left out.

    Raises ``KeyError`` for a field that is not listed.
    """
    strange = values.keys() - FIELDS.keys()
    if strange:
        raise KeyError(f"No field of a log line: {', '.join(sorted(strange))}")
    shown = {name: values[name] for name in FIELDS if values.get(name) not in (None, "", [], {})}
    for name in ("messages", "trace_ids"):
        if name in shown:
            shown[name] = list(shown[name])[:MOST]
    return orjson.dumps(shown, default=str).decode()
