# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Buying that goes its own way: quotes compared, emergencies, requests that wait today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from .budgets import coded
from .group import ITEMS
from .jobs import GOODS, RENTAL, Job, Line
from .orders import orders
from .plan import FRIDAY, LAST_WEEK, MONDAY, WEDNESDAY, Act
from .world import World

CENT = Decimal("0.01")
#: Vendor -> what it asks, in percent of the estimate.
QUOTES = {"Central Ready-Mix": 101, "Bay Cement Supply": 97, "Harborside Concrete": 99}


@dataclass(frozen=True)
class Request:
    """Goods that are asked for on a budget line, at the price of the catalogue."""

    job: Job
    line: Line
    quantity: Decimal
    reason: str

    @property
    def price(self) -> Decimal:
        return ITEMS[self.line.code][3]

    @property
    def amount(self) -> Decimal:
        return (self.quantity * self.price).quantize(CENT)

    def quoted(self, percent: int) -> Decimal:
        return (self.price * percent / 100).quantize(CENT)


@dataclass(frozen=True)
class Emergency:
    job: Job
    line: Line
    name: str
    reason: str
    amount: Decimal


def plan(job: Job) -> Iterator[Act]:
    goods = [line for line in job.lines() if line.way == GOODS]
    if job.status == "active":
        late = job.finish < LAST_WEEK + 26
        yield from _compare(job, goods[-1], LAST_WEEK - 8 if late else LAST_WEEK, award=late)
        yield from _wait(job, goods[0])
    if job.status in ("active", "on_hold"):
        yield from _emergency(job)


def _left(job: Job, line: Line) -> Decimal:
    """What the orders leave of a budget line; changes of the budget come on top."""
    return line.amount - sum(
        (order.amount for order in orders(job) if (order.code, order.kind) == (line.code, line.kind)),
        Decimal(0),
    )  # fmt: skip


def _request(job: Job, line: Line, share: str, reason: str) -> Request:
    quantity = int(_left(job, line) * Decimal(share) / ITEMS[line.code][3])
    return Request(job, line, Decimal(quantity), reason)


def _compare(job: Job, line: Line, week: int, award: bool) -> Iterator[Act]:
    asked = _request(job, line, "0.4", "Ask the market")
    best = asked.quantity * asked.quoted(min(QUOTES.values()))
    if award:
        figures = ((job.code, "original_commitments", best),)
        yield Act(week, WEDNESDAY, job.company, award_quotes, asked, figures)
    else:
        figures = ((job.code, "pending_commitments", asked.amount),)
        yield Act(week, WEDNESDAY, job.company, compare_quotes, asked, figures)


def _wait(job: Job, line: Line) -> Iterator[Act]:
    """One request waits for the director, one is over budget and waits for a release."""
    small = _request(job, line, "0.3", "For the next pour")
    large = _request(job, line, "2.5", "Damaged by the storm, to be replaced")
    for asked in (small, large):
        figures = ((job.code, "pending_commitments", asked.amount),)
        yield Act(LAST_WEEK, MONDAY, job.company, ask, asked, figures)


def _emergency(job: Job) -> Iterator[Act]:
    line = next(line for line in job.lines() if line.way == RENTAL)
    bought = Emergency(job, line, "Dewatering pump", "Water in the excavation", Decimal("2850.00"))
    figures = ((job.code, "original_commitments", bought.amount),)
    # on hold: regularised at the time. Late: overdue. Early: open for some days more.
    weeks = {"on_hold": job.last - 8, "active": LAST_WEEK - 2 * (job.start < LAST_WEEK // 2)}
    step = buy_first if job.status == "active" else buy_and_regularise
    yield Act(weeks[job.status], FRIDAY, job.company, step, bought, figures)


# Requests -------------------------------------------------------------------------------------


def ask(world: World, asked: list[Request]):
    """The superintendent asks; returns the requisitions."""
    requisitions = world.acting("site")["construction.requisition"].create(
        [
            {
                "project_id": world.id("job", request.job.code),
                "requested_by": "S. Reyes, site",
                "reason": request.reason,
                "needed_by": world.calendar.day(LAST_WEEK + 4, MONDAY),
                "line_ids": [(0, 0, _line_values(world, request))],
            }
            for request in asked
        ]
    )
    requisitions.action_submit()
    return requisitions


def _line_values(world: World, request: Request) -> dict:
    item, name, _unit, price = ITEMS[request.line.code]
    return {
        "line_ref": "1",
        "product_id": world.id("item", item),
        "description": name,
        "quantity": float(request.quantity),
        "estimated_unit_cost": float(price),
        **coded(world, request.line.code, request.line.kind),
    }


def compare_quotes(world: World, asked: list[Request]):
    """The buyer asks three vendors, who name their prices; returns the comparisons."""
    requisitions = ask(world, asked)
    requisitions.with_env(world.acting("approver")).action_approve()
    comparisons = world.acting("buyer")["construction.rfq"].create(
        [
            {
                "requisition_id": requisition.id,
                "vendor_ids": [(6, 0, [world.vendor(name) for name in QUOTES])],
                "date_deadline": world.calendar.day(LAST_WEEK + 1, FRIDAY),
            }
            for requisition in requisitions
        ]
    )
    comparisons.action_ask_vendors()
    percents = {world.vendor(name): percent for name, percent in QUOTES.items()}
    for request, comparison in zip(asked, comparisons, strict=True):
        for line in comparison.order_ids.order_line:
            line.price_unit = float(request.quoted(percents[line.partner_id.id]))
    return comparisons


def award_quotes(world: World, asked: list[Request]) -> None:
    for comparison in compare_quotes(world, asked):
        lines = comparison.order_ids.order_line
        best = min(lines, key=lambda line: line.price_unit)
        comparison.action_award({best.requisition_line_id.id: best.id})


# Emergencies ----------------------------------------------------------------------------------


def buy_first(world: World, bought: list[Emergency]):
    """The buyer orders at once, as the director allowed by phone; returns the orders."""
    env = world.acting("buyer")
    allowed_by = env["res.users"].browse(world.users["approver"])
    placed = env["purchase.order"].browse()
    for emergency in bought:
        kind = world.get(world.env, "construction.cost.type", "type", emergency.line.kind)
        line = {
            "name": emergency.name,
            "product_id": kind.product_id.id,
            "product_qty": 1,
            "price_unit": float(emergency.amount),
            "analytic_distribution": world.coding(
                emergency.job.code, emergency.line.code, emergency.line.kind
            ),
        }
        order = env["purchase.order"].create(
            {
                "partner_id": world.vendor("Peninsula Equipment Rental"),
                "project_id": world.id("job", emergency.job.code),
                "order_line": [(0, 0, line)],
            }
        )
        order.action_emergency_confirm(emergency.reason, allowed_by)
        placed |= order
    return placed


def buy_and_regularise(world: World, bought: list[Emergency]) -> None:
    requisitions = buy_first(world, bought).requisition_id
    requisitions.action_submit()
    requisitions.with_env(world.acting("approver")).action_approve()
