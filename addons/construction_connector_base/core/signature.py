# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Signatures of calls by Standard Webhooks: HMAC-SHA256 over id, time and body."""

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from enum import Enum

from standardwebhooks import Webhook

PREFIX = "whsec_"
SECRET = re.compile(r"whsec_[A-Za-z0-9+/]+={0,2}")
#: Seconds by which a call's time may differ from ours.
TOLERANCE = 300
#: Bytes of a secret, as the specification wants them.
MIN_BYTES, MAX_BYTES = 24, 64

ID, TIMESTAMP, SIGNATURE = "webhook-id", "webhook-timestamp", "webhook-signature"
_ID = re.compile(r"[!-~]{1,256}")
_TIMESTAMP = re.compile(r"[0-9]{1,12}")
MAX_SIGNATURES = 16


class Verdict(Enum):
    """What is thought of a signature."""

    VALID = "valid"
    MISSING = "missing"
    INVALID = "invalid"
    EXPIRED = "expired"


@dataclass(frozen=True)
class Judgement:
    """The verdict; of a valid signature also the call's id, and which secret made it."""

    verdict: Verdict
    webhook_id: str = ""
    secret_index: int = 0


def new_secret() -> str:
    """A fresh random secret of 256 bits, as ``whsec_...``."""
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def is_secret(text: str) -> bool:
    """Whether this is a secret as Standard Webhooks writes them."""
    if not SECRET.fullmatch(text):
        return False
    encoded = text[len(PREFIX) :].rstrip("=")
    return len(encoded) % 4 != 1 and MIN_BYTES <= len(encoded) * 3 // 4 <= MAX_BYTES


def fingerprint(secret: str) -> str:
    """Tells secrets apart without telling anything of them."""
    return hashlib.sha256(secret.encode()).hexdigest()[:12]


def sign(secrets_: Sequence[str], webhook_id: str, timestamp: int, body: bytes) -> dict[str, str]:
    """The headers of a call, signed with each secret: a receiver that knows one is content.

    ``timestamp``: seconds since 1970. ``body``: UTF-8 text.
    """
    at, text = datetime.fromtimestamp(timestamp, timezone.utc), body.decode()
    signatures = (Webhook(secret).sign(webhook_id, at, text) for secret in secrets_)
    return {ID: webhook_id, TIMESTAMP: str(timestamp), SIGNATURE: " ".join(signatures)}


def judge(
    headers: Mapping[str, str], body: bytes, secrets_: Sequence[str], now: float
) -> Judgement:
    """Judge a call's signature. ``headers`` must find names as they are written here.

    ``now``: seconds since 1970. Whatever the headers and the body contain, nothing is raised.
    """
    id_, written, given = (headers.get(name) or "" for name in (ID, TIMESTAMP, SIGNATURE))
    if not (id_ and written and given):
        return Judgement(Verdict.MISSING)
    if not (_ID.fullmatch(id_) and _TIMESTAMP.fullmatch(written)):
        return Judgement(Verdict.INVALID)
    if abs(now - int(written)) > TOLERANCE:
        return Judgement(Verdict.EXPIRED)
    try:
        expected = [sign([one], id_, int(written), body)[SIGNATURE].encode() for one in secrets_]
    except UnicodeDecodeError:
        # what is signed is text by definition
        return Judgement(Verdict.INVALID)
    offered = [one.encode(errors="replace") for one in given.split(" ")[:MAX_SIGNATURES]]
    for index, wanted in enumerate(expected):
        if any([hmac.compare_digest(wanted, one) for one in offered]):
            return Judgement(Verdict.VALID, id_, index)
    return Judgement(Verdict.INVALID)
