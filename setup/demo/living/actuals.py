# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Costs without an order: crews' hours and small bills."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from .group import CREWS, VENDORS
from .jobs import EXPENSE, HOURS, Job, Line
from .plan import FRIDAY, MONDAY, PERIOD, TUESDAY, Act, aligned, chance, rounded
from .world import World

SMALL_BILLS_EVERY = 2 * PERIOD
WEEKLY_HOURS = 40


@dataclass(frozen=True)
class Shift:
    """Hours of one person in one week on one budget line."""

    job: Job
    line: Line
    employee: str
    rate: Decimal
    week: int
    hours: Decimal


@dataclass(frozen=True)
class SmallBill:
    job: Job
    line: Line
    number: str
    amount: Decimal


def plan(job: Job) -> Iterator[Act]:
    for line in job.lines():
        if line.way == HOURS:
            yield from _plan_hours(job, line)
        elif line.way == EXPENSE:
            yield from _plan_small_bills(job, line)


def _plan_hours(job: Job, line: Line) -> Iterator[Act]:
    """The estimate, spread over the weeks of the line, by as many people as it takes."""
    weekly = line.amount * job.hours / (line.finish - line.start)
    crew = CREWS[job.company][0 if line.code == "01310" else 1 :]
    people: list[tuple[str, Decimal]] = []
    while len(people) < len(crew) and sum(rate for _n, rate in people) * WEEKLY_HOURS < weekly:
        people.append(crew[len(people)])
    hours = rounded(weekly / sum(rate for _name, rate in people) * 2, 1) / 2
    for week in range(line.start, min(line.finish, job.last + 1)):
        shifts = [Shift(job, line, name, rate, week, hours) for name, rate in people]
        cost = sum((shift.hours * shift.rate for shift in shifts), Decimal(0))
        # what was worked in the last weeks is entered by the end of the history
        entered = min(aligned(week, 3), max(job.last, week))
        figures = ((job.code, "direct_cost", cost),)
        yield Act(entered, FRIDAY, job.company, enter_hours, shifts, figures)


def _plan_small_bills(job: Job, line: Line) -> Iterator[Act]:
    draw, weeks = chance(job.code, "small bills"), range(line.start, line.finish, SMALL_BILLS_EVERY)
    for number, week in enumerate(weeks, 1):
        amount = line.amount / len(weeks) * Decimal(draw.randrange(85, 112)) / 100
        amount = amount.quantize(Decimal("0.01"))
        week = aligned(week, 2)
        if week <= job.last:
            bill = SmallBill(job, line, f"{job.code}-SITE-{number}", amount)
            figures = ((job.code, "direct_cost", amount),)
            yield Act(week, TUESDAY, job.company, enter_small_bills, bill, figures)


def enter_hours(world: World, entered: list[list[Shift]]) -> None:
    """The hours of some weeks, as payroll hands them over."""
    company = world.companies[world.company]
    lines = world.env["account.analytic.line"].with_company(company)
    lines.create(
        [
            {
                "name": f"{shift.line.code} week {day:%V}",
                "date": day,
                "project_id": world.id("job", shift.job.code),
                "employee_id": world.id("employee", shift.employee),
                "unit_amount": float(shift.hours),
                "company_id": company.id,
                "cost_code_id": world.id("code", shift.line.code),
                "cost_type_id": world.id("type", shift.line.kind),
            }
            for shifts in entered
            for shift in shifts
            for day in [_day(world, shift)]
        ]
    )


def _day(world: World, shift: Shift) -> date:
    return world.calendar.day(shift.week, MONDAY)


def enter_small_bills(world: World, entered: list[SmallBill]) -> None:
    env = world.acting("finance")
    today = env.cr.now().date()
    bills = env["account.move"].create(
        [
            {
                "move_type": "in_invoice",
                "partner_id": world.vendor(VENDORS[bill.line.code][0]),
                "ref": bill.number,
                "invoice_date": today,
                "date": today,
                "invoice_line_ids": [
                    (
                        0,
                        0,
                        {
                            "name": "Trailers, fences and power of the site",
                            "quantity": 1,
                            "price_unit": float(bill.amount),
                            "analytic_distribution": world.coding(
                                bill.job.code, bill.line.code, bill.line.kind
                            ),
                        },
                    )
                ],
            }
            for bill in entered
        ]
    )
    bills.with_env(world.acting("payables")).action_approve_bill()
    for bill, record in zip(entered, bills, strict=True):
        world.remember("small bill", bill.number, record)
