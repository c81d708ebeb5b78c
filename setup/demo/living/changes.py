# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Changes of the contract: from the event to the owner's signature, or wherever they stopped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from .budgets import coded
from .group import BUILD, CIVIL
from .jobs import Job
from .plan import MONDAY, PERIOD, THURSDAY, TUESDAY, Act, aligned, rounded
from .world import World

EVENT, PCO, COR, APPROVED, SIGNED, ORDERED, REJECTED, NO_CHARGE = (
    "event",
    "pco",
    "cor",
    "approved",
    "signed",
    "ordered",
    "rejected",
    "no_charge",
)
#: Where a change is today that no one has decided yet.
UNDECIDED = {EVENT, PCO, COR, APPROVED}

#: what, when in the job's time, code, type, cost, revenue in percent of it, origin, how it ends
STORIES = {
    CIVIL: [
        ("Rock below the north footing", 0.12, "02300", "S", 38_000, 118, "site", ORDERED),
        ("Utility line not on the drawings", 0.2, "02600", "M", 12_500, 120, "design", SIGNED),
        ("Longer piles at bent 3", 0.3, "02450", "S", 64_000, 115, "design", ORDERED),
        ("Wider walkway", 0.42, "03300", "M", 21_000, 125, "owner", SIGNED),
        ("Rework of a cold joint", 0.5, "03300", "L", 9_000, 0, "vendor", NO_CHARGE),
        ("Dewatering during storms", 0.55, "02300", "S", 18_000, 115, "site", REJECTED),
        ("Conduits for lighting", 0.66, "03300", "M", 14_500, 120, "owner", COR),
        ("Extra paving at the approach", 0.7, "02700", "S", 27_000, 120, "owner", PCO),
        ("Stainless handrail", 0.74, "03300", "M", 33_000, 122, "owner", APPROVED),
        ("Settlement at the abutment", 0.8, "02450", "S", 41_000, 110, "site", EVENT),
    ],
    BUILD: [
        ("Unsuitable soil", 0.02, "02300", "S", 26_000, 115, "site", ORDERED),
        ("Revised anchor bolts", 0.05, "03200", "M", 11_500, 115, "design", SIGNED),
        ("Temporary power moved", 0.07, "01500", "OTH", 6_500, 0, "vendor", NO_CHARGE),
        ("Larger elevator pit", 0.1, "03300", "M", 19_000, 120, "owner", COR),
        ("Canopy at the entrance", 0.13, "05100", "S", 48_000, 118, "owner", PCO),
        ("Sound walls between units", 0.17, "09200", "S", 22_000, 112, "owner", EVENT),
        ("Seismic clips", 0.3, "05100", "S", 31_000, 115, "design", ORDERED),
        ("Paint system of the steel", 0.38, "05100", "S", 15_000, 118, "owner", REJECTED),
        ("Fire alarm upgrade", 0.44, "16100", "S", 37_000, 120, "owner", APPROVED),
        ("Skylights", 0.6, "07500", "S", 29_000, 122, "owner", SIGNED),
    ],
}
NEXT = {"1": "pcco", "2": "pcco", "3": "cor"}


@dataclass(frozen=True)
class Change:
    job: Job
    title: str
    week: int
    code: str
    kind: str
    cost: Decimal
    revenue: Decimal
    origin: str
    end: str


def stories(job: Job) -> Iterator[Change]:
    """The changes of the job up to now; on a job that is done all of them are decided."""
    done = job.status in ("complete", "closed")
    for title, when, code, kind, cost, percent, origin, end in STORIES[job.company]:
        amount = rounded(job.scale * cost, 100)
        week = aligned(job.start + int(when * (job.finish - job.start)), 0)
        end = SIGNED if done and end in UNDECIDED else end
        yield Change(
            job, title, week, code, kind, amount, amount * percent / 100, origin, end
        )  # fmt: skip


def plan(job: Job) -> Iterator[Act]:
    for change in stories(job):
        if change.week <= job.last:
            yield from _steps(change)


def _steps(change: Change) -> Iterator[Act]:
    """The steps until the end; figures are what each step changes of the steps before."""
    ways = {
        EVENT: [],
        PCO: [_submitted],
        APPROVED: [_submitted, _approved],
        COR: [_submitted, _requested],
        SIGNED: [_submitted, _requested, _signed],
        ORDERED: [_submitted, _requested, _signed],
        REJECTED: [_submitted, _rejected],
        NO_CHARGE: [_submitted, _not_charged, _done],
    }
    expected = ((change.job.code, "pending_cost_changes", change.cost),)
    yield Act(change.week, MONDAY, change.job.company, happen, change, expected)
    for step in ways[change.end]:
        yield from step(change)


def _pending(change: Change, sign: int) -> tuple:
    job = change.job.code
    return (
        (job, "pending_budget_changes", sign * change.cost),
        (job, "pending_contract_changes", sign * change.revenue),
    )


def _submitted(change: Change) -> Iterator[Act]:
    # the cost is expected already, by the event
    yield Act(change.week + 1, TUESDAY, change.job.company, submit, change, _pending(change, 1))


def _approved(change: Change) -> Iterator[Act]:
    yield Act(change.week + 3, TUESDAY, change.job.company, approve, change)


def _requested(change: Change) -> Iterator[Act]:
    if change.job.tiers == "3":
        yield Act(change.week + 3, THURSDAY, change.job.company, request, change)


def _signed(change: Change) -> Iterator[Act]:
    job = change.job.code
    figures = (
        *_pending(change, -1),
        (job, "pending_cost_changes", -change.cost),
        (job, "approved_changes", change.cost),
        (job, "approved_contract_changes", change.revenue),
    )
    yield Act(change.week + 2 * PERIOD, THURSDAY, change.job.company, sign, change, figures)


def _rejected(change: Change) -> Iterator[Act]:
    figures = (*_pending(change, -1), (change.job.code, "pending_cost_changes", -change.cost))
    yield Act(change.week + 6, TUESDAY, change.job.company, reject, change, figures)


def _not_charged(change: Change) -> Iterator[Act]:
    figures = _pending(change, -1)
    yield Act(change.week + 5, TUESDAY, change.job.company, waive, change, figures)


def _done(change: Change) -> Iterator[Act]:
    figures = ((change.job.code, "pending_cost_changes", -change.cost),)
    yield Act(change.week + 10, TUESDAY, change.job.company, finish, change, figures)


# Steps ----------------------------------------------------------------------------------------


def _name(change: Change, tier: str) -> tuple[str, str, str]:
    return change.job.code, change.title, tier


def change_of(world: World, login: str, change: Change, tier: str = "pco"):
    """The change's document of a tier, as a person has it."""
    env = world.acting(login)
    return world.get(env, "construction.change.order", "change", _name(change, tier))


def _event(world: World, change: Change):
    name = (change.job.code, change.title)
    return world.get(world.acting("pm"), "construction.change.event", "event", name)


def happen(world: World, changes: list[Change]) -> None:
    """The project manager enters what happened, with a rough figure."""
    events = world.acting("pm")["construction.change.event"].create(
        [
            {
                "title": change.title,
                "project_id": world.id("job", change.job.code),
                "origin": change.origin,
                "days": int(change.cost / 8000),
                "line_ids": [
                    (
                        0,
                        0,
                        {
                            **coded(world, change.code, change.kind),
                            "cost_estimate": float(change.cost),
                            "revenue_estimate": float(change.revenue),
                        },
                    )
                ],
            }
            for change in changes
        ]
    )
    for change, event in zip(changes, events, strict=True):
        world.remember("event", (change.job.code, change.title), event)


def submit(world: World, changes: list[Change]) -> None:
    for change in changes:
        action = _event(world, change).action_create_change()
        record = world.acting("pm")["construction.change.order"].browse(action["res_id"])
        world.remember("change", _name(change, "pco"), record)
        record.date_required = world.calendar.day(change.week + PERIOD)
        record.action_submit()


def approve(world: World, changes: list[Change]) -> None:
    for change in changes:
        change_of(world, "approver", change).action_approve()


def request(world: World, changes: list[Change]) -> None:
    for change in changes:
        _bundle(world, change, "pco", "cor").action_submit()


def _bundle(world: World, change: Change, tier: str, above: str):
    action = change_of(world, "pm", change, tier).action_bundle()
    package = world.acting("pm")["construction.change.order"].browse(action["res_id"])
    world.remember("change", _name(change, above), package)
    return package


def sign(world: World, changes: list[Change]) -> None:
    """The owner signed two days ago: the change of the contract is approved."""
    for change in changes:
        below = "cor" if change.job.tiers == "3" else "pco"
        package = _bundle(world, change, below, "pcco")
        package.write(
            {
                "owner_reference": f"{change.job.customer.split()[0].upper()}-{package.name}",
                "owner_signed_by": change.job.customer,
                "owner_signed_date": package.env.cr.now().date() - timedelta(days=2),
            }
        )
        package.action_submit()
        change_of(world, "approver", change, "pcco").action_approve()


def reject(world: World, changes: list[Change]) -> None:
    for change in changes:
        change_of(world, "pm", change).action_reject("The owner sees it in the contract")
        _event(world, change).action_close()


def waive(world: World, changes: list[Change]) -> None:
    for change in changes:
        change_of(world, "approver", change).action_no_charge("Our own doing")


def finish(world: World, changes: list[Change]) -> None:
    for change in changes:
        change_of(world, "pm", change).action_work_done()
