# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Subcontractors that ask for their money by payment applications, and get the rest at the end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from .billing import Bill, bills
from .jobs import Job
from .orders import Order, orders
from .plan import FRIDAY, Act, aligned
from .world import World

#: What is held back of each application.
RETAINED = Decimal("0.1")
DONE = ("complete", "closed")


@dataclass(frozen=True)
class Release:
    """What was held back of a subcontract, given back when its job is done."""

    order: Order
    week: int
    amount: Decimal


def plan(job: Job) -> Iterator[Act]:
    for order in (order for order in orders(job) if order.by_applications):
        claimed = bills(order)
        for bill in claimed:
            figures = (
                (job.code, "invoiced", bill.amount),
                (job.code, "retention_held", bill.amount * RETAINED),
            )
            yield Act(bill.week, FRIDAY, job.company, certify_applications, bill, figures)
        if claimed and job.status in DONE:
            yield _release(order, claimed)


def _release(order: Order, claimed: list[Bill]) -> Act:
    job, week = order.job, aligned(max(bill.week for bill in claimed) + 4, 3)
    amount = sum((bill.amount for bill in claimed), Decimal(0)) * RETAINED
    figures = ((job.code, "retention_held", -amount), (job.code, "retention_released", amount))
    return Act(week, FRIDAY, job.company, release, Release(order, week, amount), figures)


def certify_applications(world: World, claimed: list[Bill]) -> None:
    """The project manager enters what is claimed, the director certifies it, finance bills it."""
    env = world.acting("pm")
    today = env.cr.now().date()
    applications = env["construction.payment.application"].create(
        [
            {
                "order_id": world.id("order", bill.order.name),
                "vendor_ref": bill.number,
                "period_start": today - timedelta(days=27),
                "period_end": today,
            }
            for bill in claimed
        ]
    )
    for bill, application in zip(claimed, applications, strict=True):
        work = {
            world.id("order line", (bill.order.name, line)): float(quantity * price)
            for line, quantity, price in bill.lines
        }
        for line in application.line_ids:
            line.claimed_work = work.get(line.order_line_id.id, 0)
    applications.action_submit()
    applications.with_env(world.acting("approver")).action_certify()
    _post_bills(world, applications)


def release(world: World, releases: list[Release]) -> None:
    """Finance gives back what was held, the director approves it."""
    env = world.acting("finance")
    documents = env["construction.retention.release"].create(
        [
            {
                "partner_id": world.vendor(item.order.vendor),
                "order_ids": [(6, 0, [world.id("order", item.order.name)])],
                "reason": f"{item.order.job.name} is complete",
            }
            for item in releases
        ]
    )
    documents.action_fill()
    documents.action_submit()
    documents.with_env(world.acting("approver")).action_approve()
    _post_bills(world, documents)


def _post_bills(world: World, documents) -> None:
    """What was certified stands for the approval of its bill."""
    entering = documents.with_env(world.acting("finance"))
    entering.action_create_bill()
    entering.bill_id.action_post()
