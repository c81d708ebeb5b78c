# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Events that go out: what is published, and the CloudEvent a receiver gets."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson


@dataclass(frozen=True)
class Outgoing:
    """One event to publish.

    ``type``: of its contract. ``data``: the payload. ``subject``: the document it is about.
    ``key``: events with the same key reach a receiver in their order. ``occurred_at``: UTC without
    zone; by default now.
    """

    type: str
    data: Mapping[str, Any]
    company_id: int
    subject: str
    key: str
    occurred_at: datetime | None = None
    traceparent: str | None = None


@dataclass(frozen=True)
class Published:
    """A stored event, as its envelope is made from it. ``entity``: the receiver's word for the company."""

    id: str
    source: str
    type: str
    time: datetime
    subject: str
    key: str
    entity: str | None = None
    traceparent: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)

    def envelope(self) -> dict[str, Any]:
        """The event as CloudEvents 1.0, without attributes that are not known."""
        event = {
            "specversion": "1.0",
            "id": self.id,
            "source": self.source,
            "type": self.type,
            "time": f"{self.time.isoformat(timespec='seconds')}Z",
            "subject": self.subject,
            "partitionkey": self.key,
            "entity": self.entity,
            "traceparent": self.traceparent,
            "datacontenttype": "application/json",
            "data": self.data,
        }
        return {name: value for name, value in event.items() if value is not None}

    def body(self) -> bytes:
        """The envelope as JSON."""
        return orjson.dumps(self.envelope())
