# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import orjson

from odoo import api, models
from odoo.exceptions import UserError

from ..core.adapter import Outcome, Page, Request, Response
from ..core.delivery import PASSING
from ..core.errors import TransientError
from ..core.http_client import CallError, Limits, call
from ..core.raw import versioned_id
from ..core.reconcile import ControlTotals

#: What an answer to a question may take; those are pages of records, not mere receipts.
ANSWER_BYTES = 16 * 1024 * 1024
ANSWER_SECONDS = 20.0


class IntegrationAdapter(models.AbstractModel):
    """Base of the models that speak the language of an outside product.

    A connector overrides what its product can do. Inbound: ``_pull``, ``_fetch`` or ``_read_hook``
    bring raw records, ``_event`` says what each is about, ``_translate`` makes the payload of a
    contract of it. Outbound: ``_prepare_request``, ``_read_response``, ``_lookup_delivery``.
    The methods run as the service user of the system; ``_call`` makes the calls.
    """

    _name = "integration.adapter"
    _description = "Adapter"

    # Inbound

    @api.model
    def _streams(self) -> Sequence[str]:
        """Names of what can be pulled."""
        return ()

    @api.model
    def _pull(self, system, stream: str, cursor: str | None, limit: int) -> Page:
        """The next raw records of a stream after the cursor (None: from the beginning)."""
        raise UserError(self.env._("%(adapter)s brings nothing.", adapter=self._description))

    @api.model
    def _rewind(self, cursor: str, minutes: int) -> str:
        """The cursor some minutes earlier; one that is no moment stays as it is."""
        try:
            moment = datetime.fromisoformat(cursor)
        except ValueError:
            return cursor
        earlier = (moment - timedelta(minutes=minutes)).isoformat()
        return earlier.replace("+00:00", "Z") if cursor.endswith("Z") else earlier

    @api.model
    def _fetch(self, system, type_: str, external_ids: Sequence[str]) -> list[dict[str, Any]]:
        """The raw records with these ids, as far as they exist; to repair gaps."""
        return []

    @api.model
    def _control_totals(
        self, system, workflow: str, start: datetime, end: datetime
    ) -> ControlTotals | None:
        """What the system says it has of a workflow in a period; None if it cannot tell.

        ``start``, ``end``: UTC without zone, half-open. ``system.env.company``: whose documents.
        """
        return None

    @api.model
    def _event(self, raw: dict[str, Any]) -> dict[str, Any]:
        """The envelope of a raw record: id, type, time, and subject, partitionkey, entity if known.

        The id names the record and its version: a change must get another id. A record without
        a version can use ``_versioned_id``.
        """
        raise NotImplementedError

    @api.model
    def _versioned_id(self, id_: str, raw: dict[str, Any]) -> str:
        """An id that changes whenever the record does."""
        return versioned_id(id_, raw)

    @api.model
    def _translate(self, raw: dict[str, Any], codes) -> dict[str, Any]:
        """The payload of the contract from a raw record.

        ``codes.translate(domain, value)`` gives our code for a value of the system. Called when the
        message is applied, so that a mended code map heals it.
        """
        raise NotImplementedError

    @api.model
    def _verify_hook(self, system, headers: Mapping[str, str], body: bytes) -> bool:
        """Whether a call of the vendor's webhook is genuine; by default by Standard Webhooks.

        ``headers`` have names in lower case.
        """
        return system._verify_webhook(headers, body)

    @api.model
    def _read_hook(self, system, body: bytes) -> list[dict[str, Any]]:
        """The raw records in a call of the vendor's webhook. Raises ``ValueError`` if it has none."""
        decoded = orjson.loads(body)
        return decoded if isinstance(decoded, list) else [decoded]

    # Outbound

    @api.model
    def _prepare_request(self, message) -> Request:
        """The call that delivers a message."""
        raise UserError(self.env._("%(adapter)s sends nothing.", adapter=self._description))

    @api.model
    def _read_response(self, message, response: Response) -> Outcome | None:
        """What an answer means; None: what its status says."""
        return None

    @api.model
    def _lookup_delivery(self, message) -> Outcome | None:
        """Ask whether a message has arrived that was sent without an answer.

        None: the system cannot be asked. Failing is no answer either: let ``_call`` raise.
        """
        return None

    # Tools

    @api.model
    def _call(
        self,
        system,
        method: str,
        path: str,
        *,
        params: Mapping[str, Any] | None = None,
        data: Any = None,
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        """Make a call to the system's API and return its answer, whatever its status.

        Raises ``TransientError`` where the same call may succeed later.
        """
        request = self._request(system, method, path, params=params, data=data, headers=headers)
        limits = Limits(ANSWER_SECONDS, ANSWER_BYTES, system._networks())
        try:
            response = call(request, limits)
        except CallError as error:
            raise TransientError(
                self.env._("No answer came (%(error)s).", error=error.error_class)
            ) from None
        if response.status in PASSING or response.status >= 500:
            raise TransientError(
                self.env._("The system answered %(status)s.", status=response.status)
            )
        return response

    @api.model
    def _request(
        self,
        system,
        method: str,
        path: str,
        *,
        params: Mapping[str, Any] | None = None,
        data: Any = None,
        headers: Mapping[str, str] | None = None,
    ) -> Request:
        """A call to the system's API, with its login. ``data`` is sent as JSON."""
        # sudo: settings bind whoever calls
        base = system.sudo().base_url
        if not base:
            raise UserError(
                self.env._(
                    "%(system)s has no address. Enter the address of its API on its form.",
                    system=system.sudo().name,
                )
            )
        query = f"?{urlencode(params)}" if params else ""
        body = b"" if data is None else orjson.dumps(data)
        fixed = {"Content-Type": "application/json"} if body else {}
        return Request(
            method,
            f"{base.rstrip('/')}/{path.lstrip('/')}{query}",
            body,
            fixed | self._authorization(system) | dict(headers or {}),
        )

    @api.model
    def _authorization(self, system) -> dict[str, str]:
        """Hook: the header that identifies us; by default Basic with a login, Bearer without."""
        login = system._login()
        if not login:
            return {}
        if not login.name:
            return {"Authorization": f"Bearer {login.secret}"}
        pair = base64.b64encode(f"{login.name}:{login.secret}".encode()).decode()
        return {"Authorization": f"Basic {pair}"}
