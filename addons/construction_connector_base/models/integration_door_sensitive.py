# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import hashlib
import hmac
from dataclasses import replace

from odoo import api, models

from ..core.errors import FieldError
from ..core.intake import Checked, Result


def is_sensitive(one: Checked | Result) -> bool:
    """Whether this is to be stored, and encrypted."""
    return isinstance(one, Checked) and one.contract.sensitive


def keyed(one: Checked, key: bytes) -> Checked:
    """The event with a digest that only a holder of the key can compute."""
    return replace(one, digest=keyed_digest(one.digest, key))


def keyed_digest(digest: str, key: bytes) -> str:
    """What a plain digest becomes with a key."""
    return hmac.new(key, digest.encode(), hashlib.sha256).hexdigest()


class IntegrationDoor(models.AbstractModel):
    """Sensitive payloads are stored encrypted, and known again by a digest that needs a key.

    A plain hash of a short payload tells it to whoever can guess it, a wage for example.
    """

    _inherit = "integration.door"

    @api.model
    def _judge(self, system, events):
        judged = super()._judge(system, events)
        if not any(map(is_sensitive, judged)):
            return judged
        if not self.env["integration.vault"]._has_key():
            return [self._refuse(one) if is_sensitive(one) else one for one in judged]
        key = self.env["integration.data.key"]._digest_key()
        return [keyed(one, key) if is_sensitive(one) else one for one in judged]

    @api.model
    def _is_same(self, one, digest):
        if super()._is_same(one, digest):
            return True
        if not one.contract.sensitive:
            return False
        # it may have come before its contract became sensitive: then no key went into the digest
        key = self.env["integration.data.key"]._digest_key()
        return hmac.compare_digest(one.digest, keyed_digest(digest, key))

    @api.model
    def _refuse(self, one: Checked) -> Result:
        text = "It cannot be kept safely: our server lacks a key. Send it again later"
        errors = [FieldError("/data", "vault.missing", text)]
        return Result(one.envelope.id, "rejected", errors=errors)

    @api.model
    def _columns(self):
        return super()._columns() | {"encrypted_payload": "varchar"}

    @api.model
    def _prepare_row(self, one):
        row = super()._prepare_row(one)
        if one.contract.sensitive:
            del row["payload"]
            row["encrypted_payload"] = self.env["integration.vault"]._encrypt(one.payload)
        return row
