# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
import traceback
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import psycopg2

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..core import contract as contracts
from ..core import states
from ..core.backoff import full_jitter
from ..core.change import Change
from ..core.contract import Contract
from ..core.errors import TransientError, Unreadable
from ..core.item import Item
from ..core.lanes import Bulk, Claimed, Lane, plan

_logger = logging.getLogger(__name__)

HANDLER_CONTEXT = {
    # thousands of documents a minute: their source and their changes stand on the message
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
}


@dataclass
class Run:
    """What the bulks of one drain have in common.

    ``blocked``: ordering keys of which a message is to be tried again: the rest waits for it.
    """

    env: Any
    overrides: dict[int, list[tuple[str, str]]]
    blocked: set[str] = field(default_factory=set)


class IntegrationDrain(models.AbstractModel):
    """Applies the messages that a lane has claimed, in bulks, each in a savepoint of its own."""

    _name = "integration.drain"
    _description = "Message Drain"

    @api.model
    def _run(self, lane: Lane, rows: Sequence[Claimed]) -> None:
        """Apply the rows in order; each ends with an outcome or stays queued."""
        run = Run(self._handler_env(lane), self._read_overrides([row.id for row in rows]))
        # versions of one contract are applied together, as the newest
        rows = [row._replace(type=contracts.newest_type(row.type)) for row in rows]
        for bulk in plan(rows):
            self._run_bulk(run, Bulk(bulk.level, bulk.type, self._admit(run, bulk)))

    @api.model
    def _admit(self, run: Run, bulk: Bulk) -> Sequence[Claimed]:
        """Hook: the rows of a bulk that may be applied now; the others have been dealt with."""
        return bulk.rows

    @api.model
    def _handler_env(self, lane: Lane):
        """Handlers work as the service user of the system, in the company of the lane."""
        system = self.env["integration.system"].browse(lane.system_id)
        # sudo: which user that is must not depend on who drains
        user = system.sudo().user_id
        context = HANDLER_CONTEXT | {
            "lang": user.lang,
            "tz": user.tz,
            "allowed_company_ids": [lane.company_id],
            # whose message causes what is written: it is not sent back there
            "integration_system_id": lane.system_id,
        }
        return self.env(user=user.id, context=context, su=False)

    @api.model
    def _read_overrides(self, ids: Sequence[int]) -> dict[int, list[tuple[str, str]]]:
        found: dict[int, list[tuple[str, str]]] = {}
        # sudo: decisions of people are not for service users to read, but they bind handlers
        overrides = self.env["integration.override"].sudo()
        domain = Domain("message_id", "in", ids) & overrides._domain_in_force()
        for override in overrides.search(domain):
            found.setdefault(override.message_id.id, []).append((override.code, override.reason))
        return found

    @api.model
    def _run_bulk(self, run: Run, bulk: Bulk) -> None:
        contract = contracts.get(bulk.type)
        if contract is None or contract.handler not in self.env:
            text = self.env._("No installed addon handles %(type)s.", type=bulk.type)
            self._stop(bulk.rows, "contract.unknown", text)
            return
        self._attempt(run, contract, bulk.rows)

    @api.model
    def _attempt(self, run: Run, contract: Contract, rows: Sequence[Claimed]) -> None:
        """Apply rows of one contract together; halve them until what fails stands alone."""
        rows = [row for row in rows if row.ordering_key not in run.blocked]
        if not rows:
            return
        try:
            with self.env.cr.savepoint():
                self._apply(run, contract, rows)
        except (psycopg2.OperationalError, psycopg2.InterfaceError):
            # conflicts with other transactions cannot be mended inside this one
            raise
        except Exception as error:
            if len(rows) == 1:
                self._fail(run, rows[0], error)
                return
            half = len(rows) // 2
            self._attempt(run, contract, rows[:half])
            self._attempt(run, contract, rows[half:])

    @api.model
    def _apply(self, run: Run, contract: Contract, rows: Sequence[Claimed]) -> None:
        items, changes = self._items(run, rows)
        run.env[contract.handler]._process(items)
        # what follows from the documents is done as the service user, too: left to the end of
        # the savepoint, it would be done and signed by whoever drains
        run.env.flush_all()
        changes += [self._change(item) for item in items]
        run.env["integration.message"]._transition(changes)
        self._store_documents(items)
        overridden = [row.id for row in rows if row.id in run.overrides]
        if overridden:
            # sudo: nobody may write overrides by hand
            self.env["integration.override"].sudo()._mark_used(overridden)

    @api.model
    def _items(self, run: Run, rows: Sequence[Claimed]):
        """Items of the rows, and the changes of those whose payload cannot be read."""
        items: list[Item] = []
        changes: list[Change] = []
        messages = run.env["integration.message"].browse([row.id for row in rows])
        # the payload is not prefetched by itself: one query for all
        messages._fetch_data()
        for message in messages:
            sources: dict[tuple[str, str], str] = {}
            try:
                data = message._read_data(sources)
            except Unreadable as error:
                changes.append(self._unreadable(message.id, error))
                continue
            decided = run.overrides.get(message.id, [])
            items.append(
                Item(
                    message,
                    data,
                    overrides=frozenset(code for code, _reason in decided),
                    override_reason=decided[-1][1] if decided else "",
                    sources=sources,
                )
            )
        return items, changes

    @api.model
    def _unreadable(self, message_id: int, error: Unreadable) -> Change:
        return Change(
            message_id,
            states.EXCEPTION,
            reason_code=error.code,
            reason_text=error.text,
            details=error.details,
            error=error.error,
        )

    @api.model
    def _change(self, item: Item) -> Change:
        outcome = item.outcome
        if outcome is None:
            return Change(item.message.id, states.DONE)
        return Change(
            item.message.id,
            outcome.state,
            reason_code=outcome.code,
            reason_text=outcome.text,
            details=outcome.details,
            amount=outcome.amount,
            waiting_key=outcome.waiting_key,
        )

    @api.model
    def _store_documents(self, items: Sequence[Item]) -> None:
        rows = [
            (item.message.id, one.res_model, one.res_id, one.kind, one.name)
            for item in items
            for one in item.documents
        ]
        if not rows:
            return
        # plain SQL: one statement for the bulk; nobody has a right to write these by hand
        self.env.cr.execute_values(
            """
            INSERT INTO integration_message_document (message_id, res_model, res_id, kind, name)
            VALUES %s ON CONFLICT (message_id, res_model, res_id)
            DO UPDATE SET kind = EXCLUDED.kind, name = EXCLUDED.name
            """,
            rows,
            page_size=len(rows),
        )
        self.env["integration.message.document"].invalidate_model()

    @api.model
    def _stop(self, rows: Sequence[Claimed], code: str, text: str) -> None:
        self.env["integration.message"]._transition(
            [Change(row.id, states.EXCEPTION, reason_code=code, reason_text=text) for row in rows]
        )

    @api.model
    def _fail(self, run: Run, row: Claimed, error: Exception) -> None:
        """Settle a message that fails even alone."""
        if isinstance(error, UserError):
            self._stop([row], self._get_refusal_code(error), str(error))
        elif isinstance(error, TransientError | psycopg2.IntegrityError):
            # two transactions that create the same thing: the second finds it next time
            self._retry(run, row, error)
        else:
            _logger.error("Message %s cannot be applied", row.id, exc_info=error)
            self._bury(row, "internal.error", self._trace(error))

    @api.model
    def _get_refusal_code(self, error: UserError) -> str:
        """The code that the error carries itself, else one of our own."""
        general = "odoo.access" if isinstance(error, AccessError) else "odoo.validation"
        return getattr(error, "code", None) or general

    @api.model
    def _retry(self, run: Run, row: Claimed, error: Exception) -> None:
        attempt = run.env["integration.message"].browse(row.id).attempts + 1
        if attempt >= self._policy(run, row.type).max_attempts:
            self._bury(row, "attempts.exhausted", self._trace(error))
            return
        run.blocked.add(row.ordering_key)
        change = Change(
            row.id,
            states.RETRY,
            reason_code="transient",
            reason_text=str(error),
            delay=full_jitter(attempt),
        )
        self.env["integration.message"]._transition([change])

    @api.model
    def _bury(self, row: Claimed, code: str, error: str) -> None:
        # sudo: the words of the catalogue are for everyone; the traceback is not in them
        reason = self.env["integration.reason"].sudo().search([("code", "=", code)], limit=1)
        change = Change(
            row.id, states.DEAD, reason_code=code, reason_text=reason.meaning or code, error=error
        )
        self.env["integration.message"]._transition([change])

    @api.model
    def _trace(self, error: Exception) -> str:
        return "".join(traceback.format_exception(error))
