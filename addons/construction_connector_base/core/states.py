# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""States of a message and the only ways between them.

Inbound: received → done. Outbound: pending → delivered, and acknowledged where the receiver tells
what became of it. The ways off the happy path are shared.
"""

RECEIVED = "received"
PENDING = "pending"
UNKNOWN = "unknown"
DELIVERED = "delivered"
ACKNOWLEDGED = "acknowledged"
WAITING = "waiting"
RETRY = "retry"
EXCEPTION = "exception"
DEAD = "dead"
REJECTED = "rejected"
SUPERSEDED = "superseded"
DONE = "done"

#: Shown for a queued message whose ordering key a drain holds right now; never stored, because
#: a drain is one transaction.
PROCESSING = "processing"
#: The same for an outbound message.
SENDING = "sending"

_OUTCOMES = frozenset({DONE, WAITING, RETRY, EXCEPTION, DEAD, SUPERSEDED})
_SENT = frozenset({DELIVERED, ACKNOWLEDGED, UNKNOWN, RETRY, EXCEPTION, DEAD})
#: Where a person, or what was waited for, puts a message back into its queue.
_AGAIN = frozenset({RECEIVED, PENDING})

TRANSITIONS: dict[str, frozenset[str]] = {
    RECEIVED: _OUTCOMES | {REJECTED},
    PENDING: _SENT | {WAITING, REJECTED},
    RETRY: _OUTCOMES | _SENT | _AGAIN | {REJECTED},
    UNKNOWN: _SENT | {PENDING, REJECTED},
    WAITING: _AGAIN | {REJECTED},
    EXCEPTION: _AGAIN | {REJECTED, DELIVERED},
    DEAD: _AGAIN | {REJECTED},
    REJECTED: frozenset(),
    SUPERSEDED: frozenset(),
    DONE: frozenset(),
    # a receiver may have lost what it got: a person can send it again
    DELIVERED: frozenset({ACKNOWLEDGED, PENDING}),
    ACKNOWLEDGED: frozenset({PENDING}),
}

#: States in which a message is in the queue of its lane.
QUEUED = (RECEIVED, RETRY, PENDING, UNKNOWN)


#: Ends from which a message is queued again only by a replay, which a manager asks for.
REPLAYABLE = frozenset({REJECTED, SUPERSEDED, DONE})


def sources(target: str, is_replay: bool = False) -> frozenset[str]:
    """The states from which ``target`` may be reached."""
    found = frozenset(state for state, targets in TRANSITIONS.items() if target in targets)
    return found | REPLAYABLE if is_replay and target in _AGAIN else found
