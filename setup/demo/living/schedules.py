# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""WIP schedules of both companies: one signed, the one of the last month on its way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from .group import BUILD, CIVIL
from .plan import LAST_WEEK, Act
from .world import World

#: After all that was recorded in the week.
SUNDAY = 6
#: How far the surveyed job is for each percent of its cost that is spent.
SURVEYED = 0.93


def plan() -> Iterator[Act]:
    """The schedules of the last two month ends; only the first of them is signed."""
    for company in (CIVIL, BUILD):
        for week, is_signed in ((LAST_WEEK - 5, True), (LAST_WEEK, False)):
            yield Act(week, SUNDAY, company, prepare, is_signed)


def prepare(world: World, signed: list[bool]) -> None:
    """Finance prepares the schedule of the last month; the chief financial officer signs."""
    env = world.acting("finance")
    last_month = env.cr.now().date().replace(day=1) - timedelta(days=1)
    for is_signed in signed:
        schedule = env["construction.wip.schedule"].create(
            {"company_id": env.company.id, "date": last_month}
        )
        _measure(schedule)
        if is_signed:
            schedule.action_submit()
            schedule.with_env(world.acting("cfo")).action_approve()


def _measure(schedule: Any) -> None:
    """The largest job is surveyed: a little behind its cost."""
    line = schedule.line_ids.sorted("contract")[-1:]
    surveyed = SURVEYED * 100 * line.cost / line.estimate
    line.write(
        {
            "method": "manual",
            "manual_percent": min(95, round(surveyed, 1)),
            "method_note": "Surveyed with the superintendent on the last day of the month",
        }
    )
