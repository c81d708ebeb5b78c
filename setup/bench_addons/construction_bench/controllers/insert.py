# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import uuid

import orjson

from odoo import http
from odoo.http import request


class InsertController(http.Controller):
    """The least that a durable door can do: it looks at nothing and stores the events as rows."""

    @http.route(
        "/construction_bench/insert",
        type="http",
        auth="bearer",
        methods=["POST"],
        csrf=False,
        save_session=False,
    )
    def insert(self, **_params):
        """Store one event, or a JSON array of them, in one statement."""
        body = orjson.loads(request.httprequest.get_data())
        events = body if isinstance(body, list) else [body]
        request.env.cr.execute_values(
            """
            INSERT INTO construction_bench_message (
                direction, state, attempts, priority, system_id, workflow, digest,
                company_id, due_at, received_at, uuid,
                external_id, type, document_key, ordering_key, entity, occurred_at, payload)
            VALUES %s
            """,
            [self._row(event) for event in events],
            template=(
                f"('inbound', 'received', 0, 10, 1, 'labor', '', {request.env.company.id}, now(), now(),"
                " %s, %s, %s, %s, %s, %s, %s::timestamptz, %s::jsonb)"
            ),
            page_size=len(events),
        )
        return request.make_json_response({"stored": len(events)}, status=202)

    def _row(self, event):
        data = event["data"]
        return (
            str(uuid.uuid4()),
            event["id"],
            event["type"],
            data["timesheet_id"],
            data["employee_id"],
            event["entity"],
            event["time"],
            orjson.dumps(data).decode(),
        )
