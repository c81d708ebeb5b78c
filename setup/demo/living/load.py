# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Plan the history, play it day by day, and check what came of it. Runs inside Odoo."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

from . import (
    actuals,
    applications,
    budgets,
    buying,
    changes,
    closing,
    company,
    equipment,
    forecasts,
    moves,
    order_changes,
    owner,
    papers,
    purchasing,
    schedules,
    totals,
    waiting,
)
from .jobs import JOBS
from .plan import Act, Calendar, batches, past
from .world import World

#: Weeks after which the planner of the database learns what grew.
ANALYZE_EVERY = 20
GROWING = (
    "account.analytic.line",
    "account.move",
    "account.move.line",
    "construction.cost.entry",
    "mail.message",
    "purchase.order.line",
    "stock.move",
)
#: Each adds the acts of a topic to a job; the order decides within a day.
TOPICS = (
    budgets.plan,
    purchasing.plan,
    applications.plan,
    actuals.plan,
    equipment.plan,
    moves.plan,
    changes.plan,
    order_changes.plan,
    buying.plan,
    waiting.plan,
    closing.plan_orders,
    forecasts.plan,
    owner.plan,
)


def history() -> list[Act]:
    """All acts of the past, in order; the same at each call."""
    return past([*_of_jobs(), *closing.plan(), *schedules.plan(), *papers.plan()])


def _of_jobs() -> Iterator[Act]:
    for job in JOBS:
        acts = [act for topic in TOPICS for act in topic(job)]
        yield from acts
        yield from forecasts.plan_end(job, acts)


def load(env: Any, today: str = "") -> dict[str, Any]:
    """Load the history that ended before ``today`` (ISO date, default the day of today).

    The whole of it is one transaction, which the caller commits. Returns what was loaded, and
    ``wrong``: figures that are not what the plan says, drifts of the ledger, differences
    between books and ledger that nothing explains. It must be empty.
    """
    begun = time.perf_counter()
    acts = history()
    world = World(env, Calendar(date.fromisoformat(today) if today else date.today()))
    company.prepare(world)
    _play(world, acts)
    played = time.perf_counter()
    checked = _check(world, acts)
    return {
        **checked,
        "acts": dict(Counter(act.step.__name__ for act in acts)),
        "seconds": {
            "played": round(played - begun, 1),
            "checked": round(time.perf_counter() - played, 1),
        },
    }


def _play(world: World, acts: list[Act]) -> None:
    analyzed = 0
    with world.clock(world.calendar.day(0)) as move:
        for batch in batches(acts):
            first = batch[0]
            move(world.calendar.day(first.week, first.weekday))
            world.company = first.company
            first.step(world, [act.data for act in batch])
            world.settle()
            if first.week >= analyzed + ANALYZE_EVERY:
                analyzed = first.week
                _analyze(world.env)


def _analyze(env: Any) -> None:
    """Tell the planner what grew: in one transaction nobody else does it."""
    names = {env[model]._table for model in GROWING}
    for name in sorted(names):
        env.cr.execute(f'ANALYZE "{name}"')


def _check(world: World, acts: list[Act]) -> dict[str, Any]:
    env = world.env(context={**world.env.context, "allowed_company_ids": world.all_companies()})
    wanted = totals.expected(acts)
    found = totals.held(env, wanted)
    companies = world.companies.values()
    return {
        "totals": {job: {name: str(sum_) for name, sum_ in sums.items()}
                   for job, sums in found.items()},
        "books": totals.compared(env, companies),
        "wrong": [
            *totals.differences(wanted, found),
            *totals.drifts(env),
            *totals.unexplained(env, companies),
            *papers.differences(world),
        ],
    }  # fmt: skip
