# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

import psycopg2.errors

from odoo import api, fields, models
from odoo.tools import SQL

from ..core import contract as contracts
from ..core.retention import ranges

#: Types whose stored payloads are encrypted already.
SEALED = "construction_connector_base.sealed_types"
#: Messages of one transaction.
BATCH = 500
#: What others were at work on is looked at again after that.
PAUSE = timedelta(minutes=5)


class IntegrationSealing(models.AbstractModel):
    """Encrypts what was stored in clear before its contract became sensitive.

    Digests stay as they are: the audit tells them, and proves by them what was accepted.
    """

    _name = "integration.sealing"
    _description = "Sealing of Payloads"

    def _register_hook(self):
        """Contracts change with the code: look when it is loaded."""
        super()._register_hook()
        cron = self.env.ref("construction_connector_base.ir_cron_seal", raise_if_not_found=False)
        if cron and self._sensitive_types() != self._sealed_types():
            cron._trigger()

    @api.model
    def _sensitive_types(self) -> set[str]:
        """The sensitive contracts of this database, as ``direction:type``."""
        return {
            f"{contract.direction}:{contract.type}"
            for contract in contracts.installed(self.env)
            if contract.sensitive
        }

    @api.model
    def _sealed_types(self) -> set[str]:
        # sudo: the setting is for nobody to read, but it binds who loads the registry
        known = self.env["ir.config_parameter"].sudo().get_param(SEALED) or ""
        return set(known.split())

    @api.model
    def _cron_seal(self) -> None:
        """Encrypt the payloads of newly sensitive types, in batches; go on next time if need be."""
        sensitive, sealed = self._sensitive_types(), self._sealed_types()
        if sensitive == sealed or not self.env["integration.vault"]._has_key():
            return
        for place in sorted(sensitive - sealed):
            if not self._seal_all(*place.split(":")):
                # sudo: the scheduler plans its own next run
                cron = self.env.ref("construction_connector_base.ir_cron_seal").sudo()
                cron._trigger(fields.Datetime.now() + PAUSE)
                return
        # sudo: as in _sealed_types
        self.env["ir.config_parameter"].sudo().set_param(SEALED, " ".join(sorted(sensitive)))
        self.env["ir.cron"]._commit_progress(remaining=0)

    @api.model
    def _seal_all(self, direction: str, type_: str) -> bool:
        """Encrypt all that is stored of a type; whether nothing is left in clear."""
        if direction == "inbound":
            # plain SQL: nobody has a right to write refusals; they are kept for some weeks only
            self.env.cr.execute(
                "UPDATE integration_refusal SET excerpt = NULL WHERE type = %s", [type_]
            )
        after: int | None = 0
        while after is not None:
            try:
                after, done = self._seal_batch(direction, type_, after)
            except psycopg2.errors.SerializationFailure:
                # another transaction has just changed one of the messages
                self.env.cr.rollback()
                return False
            if not self.env["ir.cron"]._commit_progress(done, remaining=1):
                return False
        return not self._select_clear(direction, type_, 0, SQL(""))

    @api.model
    def _seal_batch(self, direction: str, type_: str, after: int) -> tuple[int | None, int]:
        """Encrypt the next messages; the id to go on after (None: at the end), and how many."""
        rows = self._select_clear(direction, type_, after, SQL("FOR UPDATE OF m SKIP LOCKED"))
        if not rows:
            return None, 0
        ids = [id_ for id_, *_rest in rows]
        encrypt = self.env["integration.vault"]._encrypt
        self._store("integration_message", "payload", "encrypted_payload",
                    [(id_, encrypt(text)) for id_, _company, text in rows if text])  # fmt: skip
        self._store("integration_correction", "versions", "encrypted_versions",
                    [(id_, encrypt(text)) for id_, text in self._clear_versions(ids)])  # fmt: skip
        self._note_sealed(direction, type_, rows)
        return ids[-1], len(ids)

    @api.model
    def _select_clear(self, direction: str, type_: str, after: int, lock: SQL) -> list[tuple]:
        """Messages after this id of which something is stored in clear: id, company, payload."""
        # the primary key leads through the table once, however many batches there are
        return self.env.execute_query(
            SQL(
                """
                SELECT m.id, m.company_id, m.payload::text FROM integration_message m
                 WHERE m.id > %s AND m.direction = %s AND m.type = %s
                   AND (m.payload IS NOT NULL OR EXISTS (
                        SELECT FROM integration_correction c
                         WHERE c.message_id = m.id AND c.versions IS NOT NULL))
                 ORDER BY m.id LIMIT %s %s
                """,
                after,
                direction,
                type_,
                BATCH,
                lock,
            )
        )

    @api.model
    def _clear_versions(self, message_ids: list[int]) -> list[tuple[int, str]]:
        return self.env.execute_query(
            SQL(
                """
                SELECT id, versions::text FROM integration_correction
                 WHERE message_id = ANY(%s) AND versions IS NOT NULL
                """,
                message_ids,
            )
        )

    @api.model
    def _store(self, table: str, clear: str, sealed: str, rows: list[tuple[int, str]]) -> None:
        if not rows:
            return
        # plain SQL: nobody has a right to write these columns
        query = SQL(
            "UPDATE %s t SET %s = NULL, %s = v.token",
            SQL.identifier(table),
            SQL.identifier(clear),
            SQL.identifier(sealed),
        ).code
        self.env.cr.execute_values(
            f"{query} FROM (VALUES %s) AS v(id, token) WHERE t.id = v.id", rows, page_size=len(rows)
        )
        self.env.invalidate_all()

    @api.model
    def _note_sealed(self, direction: str, type_: str, rows: list[tuple]) -> None:
        for company_id in sorted({company_id for _id, company_id, _text in rows}):
            ids = [id_ for id_, of_company, _text in rows if of_company == company_id]
            self.env["integration.audit.entry"]._note(
                "payloads.sealed",
                {"type": type_, "direction": direction, "count": len(ids), "ids": ranges(ids)},
                messages=ids,
                company_id=company_id,
            )
