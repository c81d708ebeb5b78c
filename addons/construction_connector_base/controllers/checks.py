# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What is checked of a call before its body is understood. Each check raises ``Refused``."""

import orjson

from odoo.http import Response, request

from ..core.signature import SIGNATURE, TIMESTAMP, TOLERANCE, Verdict
from .problem import problem

#: Seconds after which a sender may look whether a maintenance is over.
MAINTENANCE_PAUSE = 300


class Refused(Exception):
    """The call is answered with a problem before any event is judged.

    ``code``: why, as the list of refusals tells it.
    """

    def __init__(self, code: str, response: Response):
        super().__init__(code)
        self.code = code
        self.response = response

    @property
    def text(self) -> str:
        """What the sender is told."""
        return orjson.loads(self.response.get_data())["detail"]


def check_caller(system) -> None:
    """From where the call comes, and whether the system calls too often."""
    guard = system._guard()
    if not guard.admits(request.httprequest.remote_addr):
        detail = "Calls of this system are not taken from this address."
        raise Refused("address.refused", problem("forbidden", detail))
    if not guard.rate:
        return
    left = request.env["integration.rate"]._count(guard)
    if left is None:
        return
    for name, value in left.headers().items():
        request.future_response.headers.set(name, value)
    if left.is_exceeded:
        detail = f"At most {left.limit} calls per minute. Go on in {left.reset} seconds."
        raise Refused("rate.exceeded", problem("rate-limited", detail))


def check_open(system) -> None:
    """Whether messages of the system are taken now."""
    text = system._refusal_text()
    if text:
        headers = {"Retry-After": str(MAINTENANCE_PAUSE)}
        raise Refused("system.closed", problem("maintenance", text, headers=headers))


def check_signature(system, body: bytes) -> None:
    """Whether the call is signed as the system's settings want it, and is no replay."""
    if not system._guard().signature_required:
        return
    headers = request.httprequest.headers
    judgement = request.env["integration.signature.key"]._judge(system, headers, body)
    if judgement.verdict is Verdict.VALID:
        if not request.env["integration.signed.call"]._admit(system, judgement.webhook_id, body):
            detail = "Another call was taken under this webhook-id before. Sign a new one."
            raise Refused("signature.replayed", problem("signature-replayed", detail))
        return
    verdict = judgement.verdict
    raise Refused(f"signature.{verdict.value}", _signature_problem(verdict))


def _signature_problem(verdict: Verdict) -> Response:
    if verdict is Verdict.EXPIRED:
        detail = f"{TIMESTAMP} differs from our clock by more than {TOLERANCE} seconds."
        return problem("signature-expired", detail)
    if verdict is Verdict.MISSING:
        detail = "Calls of this system must be signed: webhook-id, webhook-timestamp, " + SIGNATURE
        return problem("signature-invalid", f"{detail}.")
    detail = "No valid key of this system has made this signature over this id, time and body."
    return problem("signature-invalid", detail)
