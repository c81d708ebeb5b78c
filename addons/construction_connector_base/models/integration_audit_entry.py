# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections.abc import Sequence
from typing import Any

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from ..core.audit import GENESIS, Content, Row, encode, link

#: Entries that one sealing takes at most.
BATCH = 5000
#: Names the advisory lock under which entries are sealed.
LOCK = "integration.audit.seal"


class IntegrationAuditEntry(models.Model):
    """What was done, by whom, when: written once, guarded by the database, chained by hashes.

    One entry may speak of many messages: a call that brought a thousand leaves one entry.
    """

    _name = "integration.audit.entry"
    _description = "Audit Entry"
    _rec_name = "step"
    _order = "id desc"
    _log_access = False

    at = fields.Datetime(required=True, readonly=True)
    step = fields.Char(required=True, readonly=True)
    company_id = fields.Many2one("res.company", readonly=True, ondelete="restrict")
    system_id = fields.Many2one("integration.system", readonly=True, ondelete="restrict")
    user_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    res_model = fields.Char("Model", readonly=True)
    res_id = fields.Many2oneReference("Record ID", model_field="res_model", readonly=True)
    messages = fields.Json("Message IDs", readonly=True)
    data = fields.Text(readonly=True)
    digest = fields.Char(required=True, readonly=True)
    seq = fields.Integer("Number in the Chain", readonly=True, aggregator=None)
    previous_hash = fields.Char(readonly=True)
    hash = fields.Char(readonly=True)

    # the chain
    _seq_uniq = models.UniqueIndex("(seq) WHERE seq IS NOT NULL")
    # what is not chained yet
    _unsealed_idx = models.Index("(id) WHERE seq IS NULL")
    # what happened to a message
    _messages_idx = models.Index("USING gin (messages jsonb_path_ops)")
    # what happened to a record
    _record_idx = models.Index("(res_model, res_id)")

    def init(self):
        # digests hardly get smaller by compression, which would take as long as all the rest
        self.env.cr.execute(
            """
            ALTER TABLE integration_audit_entry
                ALTER COLUMN data SET STORAGE EXTERNAL, ALTER COLUMN messages SET STORAGE EXTERNAL
            """
        )
        # The database itself refuses changes, whoever asks: only the place in the chain is added
        # later, once.
        self.env.cr.execute(
            """
            CREATE OR REPLACE FUNCTION integration_audit_guard() RETURNS trigger AS $$
            BEGIN
                IF TG_OP = 'UPDATE' AND OLD.seq IS NULL AND NEW.seq IS NOT NULL
                   AND (NEW.id, NEW.at, NEW.step, NEW.company_id, NEW.system_id, NEW.user_id,
                        NEW.res_model, NEW.res_id, NEW.messages, NEW.data, NEW.digest)
                       IS NOT DISTINCT FROM
                       (OLD.id, OLD.at, OLD.step, OLD.company_id, OLD.system_id, OLD.user_id,
                        OLD.res_model, OLD.res_id, OLD.messages, OLD.data, OLD.digest)
                THEN
                    RETURN NEW;
                END IF;
                RAISE EXCEPTION 'Audit entries cannot be changed or removed.'
                      USING ERRCODE = 'restrict_violation';
            END $$ LANGUAGE plpgsql;
            DROP TRIGGER IF EXISTS integration_audit_guard_row ON integration_audit_entry;
            CREATE TRIGGER integration_audit_guard_row
                BEFORE UPDATE OR DELETE ON integration_audit_entry
                FOR EACH ROW EXECUTE FUNCTION integration_audit_guard();
            DROP TRIGGER IF EXISTS integration_audit_guard_table ON integration_audit_entry;
            CREATE TRIGGER integration_audit_guard_table
                BEFORE TRUNCATE ON integration_audit_entry
                FOR EACH STATEMENT EXECUTE FUNCTION integration_audit_guard();
            """
        )

    @api.model_create_multi
    def create(self, vals_list):
        raise AccessError(self.env._("Audit entries are written by what they tell of only."))

    def write(self, vals):
        raise AccessError(self.env._("Audit entries cannot be changed."))

    def unlink(self):
        raise AccessError(self.env._("Audit entries cannot be removed."))

    @api.model
    def _note(
        self,
        step: str,
        data: dict[str, Any] | None = None,
        *,
        messages: Sequence[int] = (),
        record=None,
        company_id: int | None = None,
        system_id: int | None = None,
    ) -> None:
        """Write one entry in this transaction: it stands if, and only if, what it tells stands.

        ``step``: what was done, as ``noun.verb``. ``data``: details without secrets and without
        payloads (name these by their digest). ``messages``: ids of ``integration.message``.
        ``record``: the record that the step is about. The acting user is noted by itself.
        """
        content = self._prepare_content(
            step,
            data,
            messages=messages,
            record=record,
            company_id=company_id,
            system_id=system_id,
        )
        self.env.cr.execute(self._insert_sql([content]))

    @api.model
    def _prepare_content(
        self,
        step: str,
        data: dict[str, Any] | None = None,
        *,
        messages: Sequence[int] = (),
        record=None,
        company_id: int | None = None,
        system_id: int | None = None,
    ) -> Content:
        """What an entry of ``_note`` says."""
        return Content(
            # the ORM reads a moment back in seconds
            at=fields.Datetime.now(),
            step=step,
            company_id=company_id,
            system_id=system_id,
            user_id=self.env.uid,
            res_model=record._name if record else None,
            res_id=record.id if record else None,
            messages=sorted(messages),
            data=encode(data or {}),
        )

    @api.model
    def _insert_sql(self, contents: Sequence[Content]) -> SQL:
        """The statement that writes entries, for callers that have more to write with it."""
        # plain SQL: nobody has a right to write entries
        return SQL(
            """
            INSERT INTO integration_audit_entry (
                at, step, company_id, system_id, user_id, res_model, res_id, messages, data, digest)
            VALUES %s
            """,
            SQL(", ").join(
                SQL(
                    "(%s, %s, %s, %s, %s, %s, %s, %s::jsonb, %s, %s)",
                    content.at,
                    content.step,
                    content.company_id,
                    content.system_id,
                    content.user_id,
                    content.res_model,
                    content.res_id,
                    encode_ids(content.messages),
                    content.data,
                    content.digest(),
                )
                for content in contents
            ),
        )

    @api.model
    def _seal(self, limit: int = BATCH) -> int:
        """Put the entries that are not chained yet into the chain; return how many.

        One transaction at a time does it: another that tries meanwhile does nothing.
        """
        [(has_lock,)] = self.env.execute_query(
            SQL("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", LOCK)
        )
        if not has_lock:
            return 0
        seq, previous = self._last_link()
        rows = []
        for id_, digest in self._unsealed(limit):
            seq += 1
            current = link(seq, previous, digest)
            rows.append((id_, seq, previous, current))
            previous = current
        if rows:
            self.env.cr.execute_values(
                """
                UPDATE integration_audit_entry e
                   SET seq = v.seq, previous_hash = v.previous_hash, hash = v.hash
                  FROM (VALUES %s) AS v(id, seq, previous_hash, hash) WHERE e.id = v.id
                """,
                rows,
                page_size=len(rows),
            )
            self.invalidate_model()
        return len(rows)

    @api.model
    def _last_link(self) -> tuple[int, str]:
        rows = self.env.execute_query(
            SQL(
                """
                SELECT seq, hash FROM integration_audit_entry
                 WHERE seq IS NOT NULL ORDER BY seq DESC LIMIT 1
                """
            )
        )
        return rows[0] if rows else (0, GENESIS)

    @api.model
    def _rows(self, after: int, to: int, limit: int) -> list[Row]:
        """The entries with numbers above ``after`` and up to ``to``, in order, as they are kept."""
        # plain SQL: the chain is one for all companies, and the ORM would read it through rules
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id, seq, previous_hash, hash, digest, at, step, company_id, system_id,
                       user_id, res_model, res_id, COALESCE(messages, '[]'), data
                  FROM integration_audit_entry
                 WHERE seq > %s AND seq <= %s ORDER BY seq LIMIT %s
                """,
                after,
                to,
                limit,
            )
        )
        return [Row(*row[:5], content=Content(*row[5:])) for row in rows]

    @api.model
    def _count_rows(self, after: int, to: int) -> int:
        """How many entries have numbers above ``after`` and up to ``to``."""
        # plain SQL: the chain is one for all companies
        query = "SELECT count(*) FROM integration_audit_entry WHERE seq > %s AND seq <= %s"
        return self.env.execute_query(SQL(query, after, to))[0][0]

    @api.model
    def _unsealed(self, limit: int) -> list[tuple[int, str]]:
        return self.env.execute_query(
            SQL(
                """
                SELECT id, digest FROM integration_audit_entry
                 WHERE seq IS NULL ORDER BY id LIMIT %s
                """,
                limit,
            )
        )

    @api.model
    def _cron_seal(self) -> None:
        """Seal what was written since the last time."""
        done = self._seal()
        self.env["ir.cron"]._commit_progress(done)
        while done == BATCH:
            done = self._seal()
            self.env["ir.cron"]._commit_progress(done)


def encode_ids(ids: Sequence[int]) -> str | None:
    """Message ids as JSON, or nothing."""
    return f"[{','.join(map(str, ids))}]" if ids else None
