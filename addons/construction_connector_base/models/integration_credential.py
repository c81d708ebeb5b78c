# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

import psycopg2.errors

from odoo import api, fields, models
from odoo.tools import SQL

USED_EVERY = timedelta(hours=1)


class IntegrationCredential(models.AbstractModel):
    """What keys of all kinds have in common: revocation, last use, and their trace in the audit."""

    _name = "integration.credential"
    _description = "Credential"

    revoked = fields.Boolean(readonly=True, copy=False)
    last_used_at = fields.Datetime(readonly=True, copy=False)

    def _note_event(self, verb: str, **data) -> None:
        """Tell the audit what was done with the credentials; never what they are."""
        for credential in self:
            self.env["integration.audit.entry"]._note(
                f"{self._audit_noun()}.{verb}",
                {"name": credential.name} | data,
                record=credential,
                company_id=credential.system_id.company_id.id,
                system_id=credential.system_id.id,
            )

    @api.model
    def _audit_noun(self) -> str:
        """Hook: what this kind of credential is called in the audit."""
        return "key"

    @api.model
    def _note_use(self, id_: int) -> None:
        """Note that a credential was used just now, unless another call is doing so.

        Callers ask for it at most once an hour per credential.
        """
        if self.env.cr.readonly:
            return
        query = SQL(
            """
            UPDATE %(table)s SET last_used_at = now() at time zone 'UTC'
             WHERE id IN (SELECT id FROM %(table)s WHERE id = %(id)s
                             FOR NO KEY UPDATE SKIP LOCKED)
            """,
            table=SQL.identifier(self._table),
            id=id_,
        )
        try:
            with self.env.cr.savepoint(flush=False):
                self.env.cr.execute(query, log_exceptions=False)
        except psycopg2.errors.SerializationFailure:
            # another call has just noted it, which is as good
            return
