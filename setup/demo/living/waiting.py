# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What lies on desks today and counts nothing yet: orders to be approved, bills that do not fit."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from .billing import Bill
from .jobs import SUBCONTRACT, Job
from .orders import Order, all_orders
from .plan import FRIDAY, LAST_WEEK, TUESDAY, Act
from .purchasing import draft_bills, draft_orders
from .world import World


def plan(job: Job) -> Iterator[Act]:
    if job.status != "active":
        return
    contracts = [order for order in all_orders(job) if order.way == SUBCONTRACT]
    ahead = [order for order in contracts if order.week > job.last]
    for order, step in zip(ahead, (prepare_orders, send_for_approval), strict=False):
        yield Act(LAST_WEEK, TUESDAY, job.company, step, order)
    placed = [order for order in contracts if order.week <= job.last]
    line = len(placed[-1].lines) - 1
    claimed = (line, Decimal(1), placed[-1].lines[line].price * Decimal("1.1"))
    bill = Bill(placed[-1], f"{job.code}-FINAL", LAST_WEEK, (claimed,))
    yield Act(LAST_WEEK, FRIDAY, job.company, leave_bills, bill)


def prepare_orders(world: World, ordered: list[Order]) -> None:
    draft_orders(world, ordered)


def send_for_approval(world: World, ordered: list[Order]) -> None:
    draft_orders(world, ordered).action_request_approval()


def leave_bills(world: World, entered: list[Bill]) -> None:
    """Bills that claim more than was ordered wait for somebody who decides."""
    draft_bills(world, entered)
