# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json
from typing import Any

from odoo import api, models
from odoo.tools import SQL

from ..core.audit import Content
from ..core.digest import digest_of_data


class IntegrationMessage(models.Model):
    """Whether a message is still what its system sent: the audit has kept the digests."""

    _inherit = "integration.message"

    def action_verify(self):
        """Compare the message with what the audit says was accepted; say what was found."""
        self.ensure_one()
        self.check_access("read")
        self.env["integration.audit.verification"]._check_auditor()
        problem = self._proof_problem()
        self.env["integration.audit.entry"]._note(
            "message.verified",
            {"result": problem or "sound"},
            messages=self.ids,
            company_id=self.company_id.id,
            system_id=self.system_id.id,
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "danger" if problem else "success",
                "sticky": bool(problem),
                "title": self.env._("Not as it was sent")
                if problem
                else self.env._("As it was sent"),
                "message": problem
                or self.env._("The message is what the audit says was accepted."),
            },
        }

    def _proof_problem(self) -> str | None:
        """Why the message is not proven to be what was accepted; None if it is."""
        self.ensure_one()
        accepted = self._accepted_entry()
        if accepted is None:
            return self.env._("The audit has no entry of its arrival.")
        content, kept_digest = accepted
        if content.digest() != kept_digest:
            return self.env._("The audit entry of its arrival was changed.")
        events = json.loads(content.data)["events"]
        external_id, digest, data_digest = events[list(content.messages).index(self.id)]
        if (external_id, digest) != (self.external_id, self.digest):
            return self.env._("Its id or its digest differs from what was accepted.")
        if self._has_open_payload() and data_digest and data_digest != self._payload_digest():
            return self.env._("Its payload differs from what was accepted.")
        return None

    def _has_open_payload(self) -> bool:
        """Hook: whether the payload is there in clear: neither encrypted nor removed since."""
        return bool(self.payload)

    def _payload_digest(self) -> str:
        """The digest of the payload as it was sent."""
        return digest_of_data(self._first_payload())

    def _first_payload(self) -> dict[str, Any]:
        # a person may have corrected it since; what it was is kept
        versions = self.sudo().correction_ids[:1]._versions() if self.correction_ids else None
        return versions[0] if versions else self.payload

    @api.model
    def _accepted_entry(self) -> tuple[Content, str] | None:
        # plain SQL: the ORM cannot search in JSON; who may read the message may know its digest
        rows = self.env.execute_query(
            SQL(
                """
                SELECT at, step, company_id, system_id, user_id, res_model, res_id, messages, data,
                       digest
                  FROM integration_audit_entry
                 WHERE messages @> to_jsonb(%s::int) AND step = 'message.accepted'
                 ORDER BY id LIMIT 1
                """,
                self.id,
            )
        )
        return (Content(*rows[0][:9]), rows[0][9]) if rows else None
