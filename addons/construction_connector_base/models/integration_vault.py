# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
import os
from typing import Any

import psycopg2.errors

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL, config

from ..core.vault import BadKey, MissingKey, Undecryptable, Vault, open_vault

_logger = logging.getLogger(__name__)

OPTION = "construction_master_keys"
VARIABLE = "CONSTRUCTION_MASTER_KEYS"
#: System parameter: fingerprint of the key with which everything was encrypted last.
ROTATED_TO = "construction_connector_base.vault_key"
BATCH = 1000
TRIES = 5


class IntegrationVault(models.AbstractModel):
    """Encrypts what must not stand in the database in clear text.

    The master keys come from the server's configuration (option ``construction_master_keys``) or
    environment (``CONSTRUCTION_MASTER_KEYS``): Fernet keys, separated by commas, newest first.
    """

    _name = "integration.vault"
    _description = "Vault"

    @api.model
    def _encrypt(self, text: str) -> str:
        """The text, readable with the newest master key only; raises ``UserError``."""
        return self._vault().encrypt(text)

    @api.model
    def _decrypt(self, token: str) -> str:
        """The text of a token of ``_encrypt``; raises ``UserError``."""
        try:
            return self._vault().decrypt(token)
        except Undecryptable:
            raise UserError(
                self.env._(
                    "A secret cannot be decrypted: the master key with which it was encrypted is "
                    "not configured on this server. Add that key behind the newer ones in "
                    "construction_master_keys and restart, or enter the secret again."
                )
            ) from None

    @api.model
    def _has_key(self) -> bool:
        """Whether at least one master key is configured."""
        return bool(self._setting())

    @api.model
    def _encrypted_fields(self) -> list[tuple[str, str]]:
        """Hook: (model, stored text field) of everything that holds tokens of the vault."""
        return [
            ("integration.data.key", "encrypted_key"),
            ("integration.signature.key", "encrypted_secret"),
            ("integration.message", "encrypted_payload"),
        ]

    @api.model
    def _setting(self) -> str:
        return (config.get(OPTION) or os.environ.get(VARIABLE) or "").strip()

    @api.model
    def _vault(self) -> Vault:
        try:
            return open_vault(self._setting())
        except MissingKey:
            raise UserError(
                self.env._(
                    "This server has no master key, so secrets can be neither kept nor read. Put "
                    "construction_master_keys into the server's configuration and restart it."
                )
            ) from None
        except BadKey as error:
            raise UserError(
                self.env._(
                    "Master key number %(position)s in construction_master_keys is not a Fernet "
                    "key (32 bytes in URL-safe base64). Correct it and restart the server.",
                    position=error.position,
                )
            ) from None

    # Rotation

    @api.model
    def _rotate_all(self) -> dict[str, Any]:
        """Encrypt everything with the newest master key, in batches that are committed one by one.

        Returns ``key`` (fingerprint of the newest), ``rotated`` and ``unreadable`` (counts). It
        may be interrupted and called again at any time.
        """
        fingerprint = self._vault().fingerprint
        rotated = unreadable = 0
        for model_name, field in self._encrypted_fields():
            after = 0
            while after is not None:
                after, done, failed = self._rotate_batch_safely(model_name, field, after)
                rotated, unreadable = rotated + done, unreadable + failed
                self.env["ir.cron"]._commit_progress(done)
        outcome = {"key": fingerprint, "rotated": rotated, "unreadable": unreadable}
        self._note_rotation(outcome)
        self.env["ir.cron"]._commit_progress()
        return outcome

    @api.model
    def _note_rotation(self, outcome: dict[str, Any]) -> None:
        self.env["integration.audit.entry"]._note("secrets.rotated", outcome)
        if outcome["unreadable"]:
            _logger.error(
                "%s secrets cannot be decrypted: a master key is missing", outcome["unreadable"]
            )
            return
        # sudo: which key is in use is noted by whoever is allowed to rotate
        self.env["ir.config_parameter"].sudo().set_param(ROTATED_TO, outcome["key"])

    @api.model
    def _rotate_batch_safely(self, model_name, field, after) -> tuple[int | None, int, int]:
        for tries_left in reversed(range(TRIES)):
            try:
                return self._rotate_batch(model_name, field, after)
            except psycopg2.errors.SerializationFailure:
                # another transaction has just changed one of the rows: look again
                self.env.cr.rollback()
                if not tries_left:
                    raise
        raise AssertionError("unreachable")

    @api.model
    def _rotate_batch(self, model_name: str, field: str, after: int) -> tuple[int | None, int, int]:
        """Rotate the next rows; the id to go on after (None: at the end), counts of both ends."""
        model = self.env[model_name]
        table, column = SQL.identifier(model._table), SQL.identifier(field)
        # plain SQL: the ORM would decide whose rights apply and touch the rows' dates
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id, %(column)s FROM %(table)s
                 WHERE id > %(after)s AND %(column)s <> '' ORDER BY id LIMIT %(batch)s
                """,
                table=table,
                column=column,
                after=after,
                batch=BATCH,
            )
        )
        fresh, unreadable = self._rotate_tokens(rows)
        if fresh:
            query = SQL("UPDATE %s t SET %s = v.token", table, column).code
            self.env.cr.execute_values(
                f"{query} FROM (VALUES %s) AS v(id, token) WHERE t.id = v.id",
                fresh,
                page_size=len(fresh),
            )
            model.invalidate_model([field])
        return (rows[-1][0] if len(rows) == BATCH else None), len(fresh), unreadable

    @api.model
    def _rotate_tokens(self, rows: list[tuple[int, str]]) -> tuple[list[tuple[int, str]], int]:
        vault = self._vault()
        fresh, unreadable = [], 0
        for id_, token in rows:
            try:
                renewed = vault.rotate(token)
            except Undecryptable:
                unreadable += 1
                continue
            if renewed is not None:
                fresh.append((id_, renewed))
        return fresh, unreadable

    @api.model
    def _cron_rotate(self) -> None:
        """Rotate once after the newest master key has changed."""
        if not self._has_key():
            return
        # sudo: the scheduler acts for nobody in particular
        known = self.env["ir.config_parameter"].sudo().get_param(ROTATED_TO)
        if known != self._vault().fingerprint:
            self._rotate_all()
