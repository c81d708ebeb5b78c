# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Own machines that work on jobs, charged by the hour."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from .group import MACHINES
from .jobs import MACHINE, Job, Line
from .plan import FRIDAY, Act, aligned, rounded
from .world import World


@dataclass(frozen=True)
class Use:
    """Hours of a machine in one week on one budget line."""

    job: Job
    line: Line
    machine: str
    week: int
    hours: Decimal


def plan(job: Job) -> Iterator[Act]:
    """What was estimated, spread over the weeks of the line."""
    machine, rate = MACHINES[job.company]
    for line in (line for line in job.lines() if line.way == MACHINE):
        hours = rounded(line.amount * job.hours / (line.finish - line.start) / rate, 1)
        for week in range(line.start, min(line.finish, job.last + 1)):
            use = Use(job, line, machine, week, hours)
            entered = min(aligned(week, 3), max(job.last, week))
            figures = ((job.code, "direct_cost", hours * rate),)
            yield Act(entered, FRIDAY, job.company, use_machines, use, figures)


def use_machines(world: World, uses: list[Use]) -> None:
    """The superintendent enters the hours of some weeks, the project manager approves them."""
    entered = world.acting("site")["construction.equipment.usage"].create(
        [
            {
                "equipment_id": world.id("machine", use.machine),
                "project_id": world.id("job", use.job.code),
                "cost_code_id": world.id("code", use.line.code),
                "cost_type_id": world.id("type", use.line.kind),
                "date": world.calendar.day(use.week),
                "quantity": float(use.hours),
                "unit": "hour",
            }
            for use in uses
        ]
    )
    entered.with_env(world.acting("pm")).action_approve()
