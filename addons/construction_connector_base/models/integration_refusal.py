# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections.abc import Sequence
from typing import Any

from odoo import api, fields, models
from odoo.tools import SQL

from ..core.intake import Result
from ..core.refusal import Refusal, of_event
from .integration_api_key import KEY, hash_key

#: Refusals that are kept per system and hour: a flood is seen, but not written down.
PER_HOUR = 100
KEPT_DAYS = 30
#: Refusals that one clean-up removes at most.
BATCH = 100_000


class IntegrationRefusal(models.Model):
    """What the door has refused: senders do not always look at their answers, people do here."""

    _name = "integration.refusal"
    _description = "Refused at the Door"
    _rec_name = "code"
    _order = "id desc"
    _log_access = False

    at = fields.Datetime(required=True, readonly=True)
    system_id = fields.Many2one(
        "integration.system", readonly=True, ondelete="cascade", help="Empty: nobody knows the key."
    )
    code = fields.Char(required=True, readonly=True)
    text = fields.Char("What Was Wrong", readonly=True)
    external_id = fields.Char("External ID", readonly=True)
    type = fields.Char(readonly=True)
    address = fields.Char(readonly=True, help="From where the call came.")
    errors = fields.Json(readonly=True)
    errors_text = fields.Text("Fields", compute="_compute_errors_text")
    excerpt = fields.Text(
        "Event", readonly=True, help="Its first 2,000 characters, unless it may be sensitive."
    )
    meaning = fields.Text("What It Means", compute="_compute_meaning")
    what_to_do = fields.Text(compute="_compute_meaning")

    # _room: refusals of a system within the last hour; the clean-up of old ones
    _system_idx = models.Index("(system_id, at)")
    _at_idx = models.Index("(at)")

    @api.depends("errors")
    def _compute_errors_text(self):
        for refusal in self:
            refusal.errors_text = "\n".join(
                f"{error['pointer']}: {error['detail']} ({error['code']})"
                for error in refusal.errors or []
            )

    @api.depends("code")
    def _compute_meaning(self):
        families = {code: code.split(".")[0] for code in self.mapped("code")}
        reasons = self.env["integration.reason"]._by_code({*families, *families.values()})
        nothing = self.env["integration.reason"]
        for refusal in self:
            reason = reasons.get(refusal.code) or reasons.get(families[refusal.code], nothing)
            refusal.meaning = reason.meaning
            refusal.what_to_do = reason.what_to_do

    @api.model
    def _note_events(self, system, events: Sequence[Any], results: Sequence[Result]) -> None:
        """Keep the refused events of a call, as far as there is room."""
        refused = [pair for pair in zip(events, results, strict=True) if pair[1].errors]
        if refused and (room := self._room(system.id)):
            self._insert(system.id, [of_event(*pair) for pair in refused[:room]])

    @api.model
    def _note_call(self, system, code: str, text: str, address: str | None) -> None:
        """Keep a call that was refused as a whole, in this transaction."""
        if self._room(system.id):
            self._insert(system.id, [Refusal(code, text)], address)

    @api.model
    def _note_for_good(self, system_id: int | None, code: str, text: str, address) -> None:
        """Keep a call that is refused before it is served, and whose transaction will be undone.

        Nothing else was written in it by then. A read replica can keep nothing.
        """
        if not self.env.cr.readonly and self._room(system_id):
            self._insert(system_id, [Refusal(code, text)], address)
            self.env.cr.commit()  # pylint: disable=invalid-commit

    @api.model
    def _note_key(self, key: str, address: str | None) -> None:
        """Keep the use of a key that identifies nobody; the key itself is told nowhere."""
        # plain SQL: nobody is identified, so there is nobody whose rights could apply
        rows = KEY.fullmatch(key) and self.env.execute_query(
            SQL(
                """
                SELECT system_id, name, CASE WHEN revoked THEN 'key.revoked'
                                  WHEN expires_at <= now() at time zone 'UTC' THEN 'key.expired'
                                  ELSE 'key.inactive' END
                  FROM integration_api_key WHERE key_hash = %s
                """,
                hash_key(key),
            )
        )
        system_id, text, code = rows[0] if rows else (None, "", "key.unknown")
        self._note_for_good(system_id, code, text, address)

    @api.model
    def _room(self, system_id: int | None) -> int:
        """How many refusals of the system may still be kept in this hour."""
        query = SQL(
            """
            SELECT count(*) FROM (
                SELECT FROM integration_refusal
                 WHERE system_id IS NOT DISTINCT FROM %s
                   AND at > now() at time zone 'UTC' - interval '1 hour' LIMIT %s) kept
            """,
            system_id,
            PER_HOUR,
        )
        return PER_HOUR - self.env.execute_query(query)[0][0]

    @api.model
    def _insert(
        self, system_id: int | None, refusals: Sequence[Refusal], address: str | None = None
    ) -> None:
        # plain SQL: nobody has a right to write refusals
        self.env.cr.execute_values(
            """
            INSERT INTO integration_refusal
                (at, system_id, address, code, text, external_id, type, errors, excerpt)
            VALUES %s
            """,
            [
                (system_id, address, r.code, r.text, r.external_id, r.type, r.errors, r.excerpt)
                for r in refusals
            ],
            template="(now() at time zone 'UTC', %s, %s, %s, %s, %s, %s, %s::jsonb, %s)",
            page_size=len(refusals),
        )

    @api.autovacuum
    def _gc_refusals(self):
        self.env.cr.execute(
            """
            DELETE FROM integration_refusal WHERE id IN (
                SELECT id FROM integration_refusal
                 WHERE at < now() at time zone 'UTC' - %s * interval '1 day' LIMIT %s)
            """,
            [KEPT_DAYS, BATCH],
        )
        return self.env.cr.rowcount, self.env.cr.rowcount == BATCH
