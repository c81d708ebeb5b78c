# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Forecasts: three in force one after the other, one on its way, a last one when a job is done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from .group import CIVIL
from .jobs import HOURS, Job, Line
from .plan import FRIDAY, LAST_WEEK, Act, rounded
from .world import World

#: More weeks than a month has: each one is as of another month's end.
WEEKS_BETWEEN = 5
APPROVED = 3
#: Weeks after the start of a job before it is forecast.
SETTLED = 6
#: Weeks after the end of a job until its last bills are in.
CONCLUDED_AFTER = 7
#: What a job cost, once all is billed, and what was planned for it, in buckets of the ledger.
SPENT = ("invoiced", "direct_cost")
PLANNED = ("original_budget", "budget_changes", "approved_changes")


@dataclass(frozen=True)
class Judgement:
    """What the project manager thinks in a week of the crews; ``plug`` of the supervision."""

    job: Job
    week: int
    supervision: Line
    crew: Line
    plug: Decimal
    approved: bool


def plan(job: Job) -> Iterator[Act]:
    """The figures are what the forecast in force says more than the one before it."""
    supervision, *_others, crew = [line for line in job.lines() if line.way == HOURS]
    before = Decimal(0)
    for number in range(APPROVED, -1, -1):
        week = LAST_WEEK - number * WEEKS_BETWEEN
        if job.status == "planned" or not job.start + SETTLED <= week <= job.last:
            continue
        factor = max(job.hours, Decimal(1)) + Decimal("0.02") * (APPROVED - number + 1)
        judged = Judgement(
            job, week, supervision, crew, rounded(supervision.amount * factor, 500), bool(number)
        )
        figures: tuple = ()
        if judged.approved:
            more = judged.plug - supervision.amount
            figures = ((job.code, "forecast_adjustment", more - before),)
            before = more
        yield Act(week, FRIDAY, job.company, forecast, judged, figures)


def plan_end(job: Job, acts: Iterable[Act]) -> Iterator[Act]:
    """The last forecast of a job that is done: nothing is to come beyond what was spent."""
    if job.status not in ("complete", "closed"):
        return
    week = job.stop + CONCLUDED_AFTER
    sums = dict.fromkeys((*SPENT, *PLANNED, "forecast_adjustment"), Decimal(0))
    for act in acts:
        for code, bucket, amount in act.figures:
            if code == job.code and bucket in sums and act.week <= week:
                sums[bucket] += amount
    left = sum(sums[name] for name in SPENT) - sum(sums[name] for name in PLANNED)
    figures = ((job.code, "forecast_adjustment", left - sums["forecast_adjustment"]),)
    yield Act(week, FRIDAY, job.company, conclude, job, figures)


def conclude(world: World, jobs: list[Job]) -> None:
    """The project manager forecasts that no more cost comes; the cost controller approves it."""
    env = world.acting("pm")
    period = env.cr.now().date().replace(day=1) - timedelta(days=1)
    for job in jobs:
        _schedule(world, env, job)
        document = env["construction.forecast"].create(
            {"project_id": world.id("job", job.code), "period": period}
        )
        document.line_ids.write(
            {
                "method": "remaining_commitment",
                "plug_amount": 0,
                "note": "All work is done and billed",
            }
        )
        document.action_submit()
        document.with_env(world.acting("controller")).action_approve()


def forecast(world: World, judgements: list[Judgement]) -> None:
    """The project manager forecasts the jobs as of the last month's end; others approve it."""
    env = world.acting("pm")
    period = env.cr.now().date().replace(day=1) - timedelta(days=1)
    for judged in judgements:
        _schedule(world, env, judged.job)
        document = env["construction.forecast"].create(
            {"project_id": world.id("job", judged.job.code), "period": period}
        )
        _judge(world, document, judged)
        # the one in work of the buildings is not finished yet
        if judged.approved or judged.job.company == CIVIL:
            document.action_submit()
        if judged.approved:
            document.with_env(world.acting("controller")).action_approve()


def _schedule(world: World, env: Any, job: Job) -> None:
    """Plan each budget line over the weeks that the estimate has for it."""
    for line in job.lines():
        _budget_line(world, env, job, line).write(
            {
                "plan_start": world.calendar.day(line.start),
                "plan_finish": world.calendar.day(line.finish, FRIDAY),
            }
        )


def _budget_line(world: World, env: Any, job: Job, line: Line) -> Any:
    return env["construction.budget.line"].search(
        [
            ("project_id", "=", world.id("job", job.code)),
            ("cost_code_id", "=", world.id("code", line.code)),
            ("cost_type_id", "=", world.id("type", line.kind)),
        ]
    )


def _judge(world: World, document: Any, judged: Judgement) -> None:
    lines = {line.budget_line_id: line for line in document.line_ids}
    env = document.env
    supervision = lines[_budget_line(world, env, judged.job, judged.supervision)]
    supervision.write(
        {
            "plug_amount": float(judged.plug),
            "plug_rule": "keep",
            "note": "The superintendent stays until the punch list is done",
        }
    )
    crew = lines[_budget_line(world, env, judged.job, judged.crew)]
    if not judged.approved and crew.job_to_date:
        time = Decimal(judged.week - judged.crew.start) / (judged.crew.finish - judged.crew.start)
        crew.write(
            {
                "method": "percent",
                "percent": min(95, max(5, round(time * 90))),
                "note": "Forms are slower than estimated",
            }
        )
