# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Month ends: accruals posted by finance, and closed commitments."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from .group import BUILD, CIVIL
from .jobs import Job
from .orders import orders
from .plan import LAST_WEEK, THURSDAY, Act
from .world import World

SATURDAY = 5


def plan() -> Iterator[Act]:
    """The last two month ends of both companies."""
    for company in (CIVIL, BUILD):
        for week in (LAST_WEEK - 5, LAST_WEEK):
            yield Act(week, SATURDAY, company, accrue, None)


def plan_orders(job: Job) -> Iterator[Act]:
    """Orders of a job that is done are closed, before the job is."""
    if job.status == "closed":
        yield Act(job.stop + 8, THURSDAY, job.company, close_orders, job)


def accrue(world: World, _data: list) -> None:
    """Post what was accepted and not billed at the end of the last month."""
    env = world.acting("finance")
    last_month = env.cr.now().date().replace(day=1) - timedelta(days=1)
    runs = env["construction.accrual.run"]
    run = runs._prepare_run(env["res.company"].browse(env.company.id), last_month)
    run.action_post()


def close_orders(world: World, jobs: list[Job]) -> None:
    ids = [world.id("order", order.name) for job in jobs for order in orders(job)]
    closing = world.acting("pm")["purchase.order"].browse(ids)
    closing.action_close("All work is accepted and billed")
