# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
import time
import traceback
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import psycopg2

from odoo import api, models
from odoo.exceptions import UserError

from ..core import states
from ..core.adapter import Outcome
from ..core.backoff import full_jitter
from ..core.breaker import Admission
from ..core.change import Change
from ..core.delivery import judge_error
from ..core.errors import TransientError
from ..core.http_client import CallError
from ..core.lanes import OUTBOX, Claimed, Lane
from ..core.policy import Policy

_logger = logging.getLogger(__name__)

#: After that a drain sends nothing more: a receiver that hangs must not hold a worker.
SECONDS = 30.0


@dataclass
class Run:
    """What the deliveries of one drain have in common.

    ``journal``: ``integration.attempt`` on its own cursor. ``blocked``: ordering keys of which a
    message must arrive first. ``not_before``: nothing else may be sent until then, and from then
    on ``per_minute`` (0: without limit).
    """

    lane: Lane
    env: Any
    subscription: Any
    channel: Any
    journal: Any
    deadline: float
    admission: Admission = Admission()
    blocked: set[str] = field(default_factory=set)
    changes: list[Change] = field(default_factory=list)
    settled: dict[int, int] = field(default_factory=dict)
    not_before: datetime | None = None
    per_minute: int = 0

    @property
    def is_over(self) -> bool:
        """Whether nothing more may be sent in this drain."""
        return self.not_before is not None or time.monotonic() > self.deadline


class IntegrationDelivery(models.AbstractModel):
    """Sends the messages that an outbound lane has claimed.

    A drain is one transaction, in which each call is noted on a cursor of its own, before it is
    made. When the drain is lost, the next one finds from the notes what has been sent, and what
    perhaps.
    """

    _name = "integration.delivery"
    _description = "Delivery"

    @api.model
    def _run(self, lane: Lane, rows: Sequence[Claimed]) -> datetime | None:
        """Send the claimed messages in order; until when the rest of the lane waits, if so."""
        # sudo: subscriptions bind whoever drains
        subscriptions = self.env["integration.subscription"].sudo()
        subscription = subscriptions.browse(int(lane.workflow.removeprefix(OUTBOX)))
        env = self.env["integration.drain"]._handler_env(lane)
        with self.env["integration.attempt"]._journal() as journal:
            run = Run(
                lane=lane,
                env=env,
                subscription=subscription,
                channel=env[f"integration.channel.{subscription.channel}"],
                journal=journal,
                deadline=time.monotonic() + SECONDS,
            )
            self._admit(run)
            if not run.is_over:
                self._deliver(run, env["integration.message"].browse([row.id for row in rows]))
        self._store(run)
        if run.not_before:
            self.env["integration.lane"]._postpone(lane, run.not_before, run.per_minute)
        return run.not_before

    @api.model
    def _admit(self, run: Run) -> None:
        """Find out whether anything may be sent now."""
        run.not_before = run.subscription._off_until()
        if not run.not_before and run.channel._is_call:
            system_id = run.lane.system_id
            run.admission = run.journal.env["integration.breaker"]._admit(system_id)
            run.not_before = run.admission.until

    @api.model
    def _deliver(self, run: Run, messages) -> None:
        messages._fetch_data()
        parcels = run.channel._parcels(self._unsent(run, messages))
        for parcel in parcels:
            if run.is_over or self._is_full(run):
                return
            ready = parcel.filtered(lambda message: message.ordering_key not in run.blocked)
            if ready:
                self._attempt(run, ready)

    @api.model
    def _unsent(self, run: Run, messages):
        """Hook: those of the claimed messages that are to be sent; the others have been settled."""
        return messages

    @api.model
    def _is_full(self, run: Run) -> bool:
        """Whether the system has got as many calls as it may get now."""
        limit = run.subscription.system_id.outgoing_per_minute
        if limit and run.channel._is_call:
            run.not_before = run.journal._full_until(run.lane.system_id, limit)
            run.per_minute = limit
        return run.not_before is not None

    # Sending

    @api.model
    def _attempt(self, run: Run, messages) -> None:
        """Send one parcel and settle its messages."""
        attempts: list[int] = []
        if run.channel._is_noted:
            attempts = run.journal._open(run.lane.system_id, "send", messages.ids)
        outcome = self._send(run, messages)
        if attempts:
            run.journal._close(attempts, outcome)
            run.settled.update(zip(messages.ids, attempts, strict=True))
        if run.channel._is_call:
            self._learn(run, outcome)
        for message in messages:
            self._settle(run, message, outcome)

    @api.model
    def _send(self, run: Run, messages) -> Outcome:
        try:
            return run.channel._send(run.subscription, messages)
        except CallError as error:
            return judge_error(error)
        except TransientError as error:
            return Outcome("retry", str(error), error_class="transient")
        except UserError as error:
            return Outcome("fault", str(error), error_class="setup")
        except (psycopg2.OperationalError, psycopg2.InterfaceError):
            # conflicts with other transactions cannot be mended inside this one
            raise
        except Exception as error:
            _logger.error("Messages %s cannot be sent", messages.ids, exc_info=error)
            trace = "".join(traceback.format_exception(error))
            return Outcome("fault", trace, error_class="internal")

    @api.model
    def _learn(self, run: Run, outcome: Outcome) -> None:
        breaker = run.journal.env["integration.breaker"]
        run.not_before = breaker._learn(run.lane.system_id, run.admission, outcome)
        # the probe is over, whichever way it ended
        run.admission = Admission()

    # Settling

    @api.model
    def _settle(self, run: Run, message, outcome: Outcome) -> None:
        """Say what the outcome makes of the message; written at the end of the drain."""
        change = self._change(message, outcome)
        run.changes.append(change)
        if change.state in (states.RETRY, states.UNKNOWN):
            run.blocked.add(message.ordering_key)

    @api.model
    def _change(self, message, outcome: Outcome) -> Change:
        text = self._text(outcome)
        if outcome.is_settled:
            return Change(message.id, outcome.kind)
        if outcome.kind == "refused":
            return Change(message.id, states.DEAD, "delivery.refused", text)
        if outcome.kind == "undecided":
            return Change(message.id, states.EXCEPTION, "delivery.unknown", text)
        if outcome.kind == "fault":
            return self._fault(message, outcome)
        attempt = message.attempts + 1
        if attempt >= self._policy(message).max_attempts:
            return Change(message.id, states.DEAD, "attempts.exhausted", text)
        state = states.RETRY if outcome.kind == "retry" else states.UNKNOWN
        delay = max(outcome.retry_after or 0.0, full_jitter(attempt))
        return Change(message.id, state, f"delivery.{outcome.kind}", text, delay=delay)

    @api.model
    def _policy(self, message) -> Policy:
        return self.env["integration.contract.policy"]._policy(
            message.type, message.company_id.id, message.system_id.id, "outbound"
        )

    @api.model
    def _fault(self, message, outcome: Outcome) -> Change:
        if outcome.error_class != "internal":
            text = self._text(outcome)
            return Change(message.id, states.EXCEPTION, "delivery.setup", text)
        # sudo: the words of the catalogue are for everyone; the traceback is not in them
        reasons = self.env["integration.reason"].sudo()._by_code({"internal.error"})
        meaning = reasons["internal.error"].meaning if reasons else "internal.error"
        return Change(message.id, states.DEAD, "internal.error", meaning, error=outcome.text)

    @api.model
    def _text(self, outcome: Outcome) -> str:
        """What came of it, with the receiver's own words where it said some."""
        if outcome.status and outcome.text:
            return self.env._(
                "The receiver answered %(status)s: %(text)s",
                status=outcome.status,
                text=outcome.text,
            )
        return outcome.text or self._words(outcome)

    @api.model
    def _words(self, outcome: Outcome) -> str:
        if outcome.status:
            return self.env._("The receiver answered %(status)s.", status=outcome.status)
        words = {
            "connect": self.env._("No connection came about."),
            "connect_timeout": self.env._("No connection came about in time."),
            "tls": self.env._("The receiver could not prove who it is: its certificate is bad."),
            "timeout": self.env._("No answer came in time."),
            "closed_early": self.env._("The connection ended before the answer was complete."),
            "interrupted": self.env._("The server stopped while it was being sent."),
            "forbidden_address": self.env._(
                "The address lies in a private network that calls to this system may not reach. "
                "If they may, name the network on the page Delivery of the system."
            ),
            "invalid_request": self.env._("The call cannot be made: check the address."),
        }
        return words.get(outcome.error_class or "", self.env._("No answer came."))

    @api.model
    def _store(self, run: Run) -> None:
        run.env["integration.message"]._transition(run.changes)
        if run.settled:
            # plain SQL: nobody has a right to write messages
            self.env.cr.execute_values(
                """
                UPDATE integration_message m SET settled_attempt = v.attempt
                  FROM (VALUES %s) AS v(id, attempt) WHERE m.id = v.id
                """,
                list(run.settled.items()),
                page_size=len(run.settled),
            )
            self.env["integration.message"].invalidate_model(["settled_attempt"])
