# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools import SQL

from ..core import contract as contracts
from ..core.retention import (
    ACTIONS,
    FINISHED,
    FROM_STAGES,
    Action,
    digest_of_digests,
    ranges,
)

#: Messages that one transaction of a run takes.
BATCH = 1000
#: Blanks what quotes a message: answers of receivers, corrections, what replays came to.
QUOTES = (
    "UPDATE integration_attempt SET text = NULL WHERE message_id = ANY(%s)",
    "UPDATE integration_correction SET versions = NULL, encrypted_versions = NULL"
    " WHERE message_id = ANY(%s)",
    "UPDATE integration_replay_line SET reason_text = NULL, error = NULL"
    " WHERE message_id = ANY(%s)",
    "DELETE FROM integration_replay_change c USING integration_replay_line l"
    " WHERE l.id = c.line_id AND l.message_id = ANY(%s)",
)


class Kept(NamedTuple):
    """A message that is due for something."""

    id: int
    company_id: int
    digest: str


class Place(NamedTuple):
    """Messages that follow another class than their contract says; None: of any."""

    type: str
    company_id: int | None
    system_id: int | None
    class_id: int


class IntegrationRetention(models.AbstractModel):
    """Archives, anonymises and deletes finished messages by age, in batches, with proof."""

    _name = "integration.retention"
    _description = "Retention"

    @api.model
    def _cron_run(self) -> None:
        """Do all that is due; go on next time where time runs out."""
        cron = self.env["ir.cron"]
        for kept_as in self.env["integration.retention.class"].search([("code", "!=", False)]):
            for action in ACTIONS:
                while done := self._run_batch(kept_as, action):
                    if not cron._commit_progress(done, remaining=1):
                        return
        cron._commit_progress(remaining=0)

    @api.model
    def _run_batch(self, kept_as, action: Action) -> int:
        """Do one action to the next messages of a class; return to how many."""
        rows = self._select_due(kept_as, action, BATCH)
        if rows:
            getattr(self, f"_{action}")([row.id for row in rows])
            self._prove(kept_as, action, rows)
            self.env["integration.message"].invalidate_model()
        return len(rows)

    @api.model
    def _archive(self, ids: Sequence[int]) -> None:
        # plain SQL here and below: nobody has a right to write or remove messages
        self.env.cr.execute(
            "UPDATE integration_message SET retention_stage = 'archived' WHERE id = ANY(%s)",
            [list(ids)],
        )

    @api.model
    def _anonymise(self, ids: Sequence[int]) -> None:
        names = self.env["integration.message"]._personal_columns()
        blanks = SQL(", ").join(SQL("%s = NULL", SQL.identifier(name)) for name in names)
        self.env.execute_query(
            SQL(
                """
                UPDATE integration_message SET retention_stage = 'anonymised', %s
                 WHERE id = ANY(%s) RETURNING id
                """,
                blanks,
                list(ids),
            )
        )

        for statement in QUOTES:
            self.env.cr.execute(statement, [list(ids)])
        self.env.invalidate_all()

    @api.model
    def _delete(self, ids: Sequence[int]) -> None:
        self.env["integration.message.tombstone"]._bury(ids)
        for statement in (
            "DELETE FROM integration_attempt WHERE message_id = ANY(%s)",
            "DELETE FROM integration_message WHERE id = ANY(%s)",
        ):
            self.env.cr.execute(statement, [list(ids)])

    @api.model
    def _prove(self, kept_as, action: Action, rows: Sequence[Kept]) -> None:
        """Tell the audit which messages, and by their digests what they said."""
        for company_id in sorted({row.company_id for row in rows}):
            of_company = sorted(row for row in rows if row.company_id == company_id)
            ids = [row.id for row in of_company]
            self.env["integration.audit.entry"]._note(
                f"retention.{action}d",
                {
                    "class": kept_as.code,
                    "count": len(ids),
                    "ids": ranges(ids),
                    "digest": digest_of_digests([row.digest for row in of_company]),
                },
                messages=ids,
                record=kept_as,
                company_id=company_id,
            )

    @api.model
    def _select_due(self, kept_as, action: Action, limit: int) -> list[Kept]:
        for condition in self._sql_due(kept_as, action):
            rows = self.env.execute_query(
                SQL(
                    """
                    SELECT m.id, m.company_id, m.digest FROM integration_message m
                     WHERE %s AND NOT %s LIMIT %s FOR UPDATE SKIP LOCKED
                    """,
                    condition,
                    self.env["integration.legal.hold"]._sql_held(),
                    limit,
                )
            )
            if rows:
                return [Kept(*row) for row in rows]
        return []

    @api.model
    def _count_due(self, kept_as, action: Action) -> int:
        """To how many messages of the class the next run would do this."""
        held = self.env["integration.legal.hold"]._sql_held()
        return sum(
            self._count(SQL("%s AND NOT %s", condition, held))
            for condition in self._sql_due(kept_as, action)
        )

    @api.model
    def _count_held(self, kept_as) -> int:
        """How many messages of the class are kept only because of a legal hold."""
        held = self.env["integration.legal.hold"]._sql_held()
        return sum(
            self._count(SQL("%s AND %s", condition, held))
            for action in ACTIONS
            for condition in self._sql_due(kept_as, action)
        )

    @api.model
    def _count(self, condition: SQL) -> int:
        query = SQL("SELECT count(*) FROM integration_message m WHERE %s", condition)
        return self.env.execute_query(query)[0][0]

    @api.model
    def _sql_due(self, kept_as, action: Action) -> Iterator[SQL]:
        """Conditions on ``m``, one for each stage: the action is the one due for the message."""
        bounds = kept_as._ages().bounds(action, fields.Datetime.now())
        types = self._types(kept_as)
        if not bounds or not types:
            return
        first, until = bounds
        for stage in FROM_STAGES[action]:
            yield SQL(
                """
                m.state IN %s AND m.type = ANY(%s) AND %s AND %s AND m.received_at < %s
                AND (%s) = %s
                """,
                FINISHED,
                types,
                SQL("m.retention_stage = %s", stage) if stage else SQL("m.retention_stage IS NULL"),
                SQL("m.received_at >= %s", first) if first else SQL("TRUE"),
                until,
                self._sql_class(),
                kept_as.id,
            )

    @api.model
    def _types(self, kept_as) -> list[str]:
        """Types of which messages may follow the class."""
        found = {type_ for type_, class_id in self._defaults().items() if class_id == kept_as.id}
        found |= {place.type for place in self._places() if place.class_id == kept_as.id}
        return sorted(found)

    @api.model
    def _sql_class(self) -> SQL:
        """The id of the class that the message ``m`` follows."""
        whens = [self._sql_place(place) for place in self._places()]
        whens += [
            SQL("WHEN m.type = %s THEN %s", type_, class_id)
            for type_, class_id in self._defaults().items()
        ]
        return SQL("CASE %s END", SQL(" ").join(whens))

    @api.model
    def _sql_place(self, place: Place) -> SQL:
        parts = [SQL("m.type = %s", place.type)]
        if place.company_id:
            parts.append(SQL("m.company_id = %s", place.company_id))
        if place.system_id:
            parts.append(SQL("m.system_id = %s", place.system_id))
        return SQL("WHEN %s THEN %s", SQL(" AND ").join(parts), place.class_id)

    @api.model
    def _defaults(self) -> dict[str, int]:
        """The class of each type as its contract says. Unknown types and classes are kept."""
        classes = self.env["integration.retention.class"].search([("code", "!=", False)])
        ids = {one.code: one.id for one in classes}
        return {
            contract.type: ids[contract.retention]
            for contract in contracts.installed(self.env)
            if contract.retention in ids
        }

    @api.model
    def _places(self) -> list[Place]:
        """Where policies say otherwise than the contract; what is more specific comes first."""
        policies = self.env["integration.contract.policy"].search(
            [("retention_class_id", "!=", False)]
        )
        # as everywhere, a policy for a system wins over one for a company
        policies = policies.sorted(lambda one: (not one.system_id, not one.company_id, one.id))
        return [
            Place(one.type, one.company_id.id, one.system_id.id, one.retention_class_id.id)
            for one in policies
        ]
