# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""States of a message and the only ways between them."""

RECEIVED = "received"
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

_OUTCOMES = frozenset({DONE, WAITING, RETRY, EXCEPTION, DEAD, SUPERSEDED})

TRANSITIONS: dict[str, frozenset[str]] = {
    RECEIVED: _OUTCOMES | {REJECTED},
    RETRY: _OUTCOMES | {RECEIVED, REJECTED},
    WAITING: frozenset({RECEIVED, REJECTED}),
    EXCEPTION: frozenset({RECEIVED, REJECTED}),
    DEAD: frozenset({RECEIVED, REJECTED}),
    REJECTED: frozenset(),
    SUPERSEDED: frozenset(),
    DONE: frozenset(),
}

#: States in which a message is in the queue of its lane.
QUEUED = (RECEIVED, RETRY)


#: Ends from which a message is queued again only by a replay, which a manager asks for.
REPLAYABLE = frozenset({REJECTED, SUPERSEDED, DONE})


def sources(target: str, is_replay: bool = False) -> frozenset[str]:
    """The states from which ``target`` may be reached."""
    found = frozenset(state for state, targets in TRANSITIONS.items() if target in targets)
    return found | REPLAYABLE if is_replay and target == RECEIVED else found
