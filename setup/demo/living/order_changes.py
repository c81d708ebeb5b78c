# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Changes of commitments: what the owner signed goes on to a subcontractor."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .budgets import coded
from .changes import ORDERED, Change, change_of, stories
from .jobs import SUBCONTRACT, Job
from .orders import Order, orders
from .plan import FRIDAY, LAST_WEEK, PERIOD, THURSDAY, TUESDAY, WEDNESDAY, Act
from .world import World


@dataclass(frozen=True)
class Passed:
    """A change of the job that a subcontractor does."""

    change: Change
    order: Order

    @property
    def name(self) -> tuple[str, str]:
        return self.order.name, self.change.title


def plan(job: Job) -> Iterator[Act]:
    for change in stories(job):
        order = _order_for(change)
        if order and change.end == ORDERED and change.week + 2 * PERIOD <= job.last:
            yield from _pass_on(Passed(change, order))
    if job.status == "active":
        yield from _wait_for_approval(job)


def _order_for(change: Change) -> Order | None:
    """The subcontract on the code of the change, when it was placed before it was signed."""
    fitting = (order for order in orders(change.job) if order.way == SUBCONTRACT)
    return next((o for o in fitting if o.code == change.code and o.week <= change.week), None)


def _pass_on(passed: Passed) -> Iterator[Act]:
    change, job = passed.change, passed.change.job
    week, cost, company = change.week + 2 * PERIOD + 1, change.cost, job.company
    committed = ((job.code, "approved_commitment_changes", cost),)
    yield Act(week, TUESDAY, company, change_orders, passed, committed)
    if week + PERIOD <= job.last:
        came = ((job.code, "received_services", cost), (job.code, "accrued", cost))
        yield Act(week + PERIOD, WEDNESDAY, company, accept_changes, passed, came)
        billed = ((job.code, "invoiced", cost), (job.code, "accrued", -cost))
        yield Act(week + PERIOD + 1, FRIDAY, company, bill_changes, passed, billed)


def _wait_for_approval(job: Job) -> Iterator[Act]:
    """The last subcontract is to be changed, and the director has not looked at it yet."""
    order = [order for order in orders(job) if order.way == SUBCONTRACT][-1]
    amount = order.lines[-1].amount * 4 / 100
    figures = ((job.code, "pending_commitment_changes", amount),)
    yield Act(LAST_WEEK, THURSDAY, job.company, ask_change, (order, amount), figures)


# Steps ----------------------------------------------------------------------------------------


def change_orders(world: World, items: list[Passed]) -> None:
    """The project manager puts the change into the subcontract, the director approves it."""
    env = world.acting("pm")
    for passed in items:
        wizard = env["construction.change.commitment.wizard"].create(
            {
                "change_order_id": change_of(world, "pm", passed.change).id,
                "order_id": world.id("order", passed.order.name),
            }
        )
        change = env["construction.commitment.change"].browse(wizard.action_create()["res_id"])
        change.action_submit()
        change.with_env(world.acting("approver")).action_approve()
        added = change.with_env(world.env).line_ids.applied_line_id
        world.remember("changed line", passed.name, added)


def _changed_line(world: World, passed: Passed):
    return world.get(world.env, "purchase.order.line", "changed line", passed.name)


def accept_changes(world: World, items: list[Passed]) -> None:
    receipts = world.receipts((_changed_line(world, item).id, 1) for item in items)
    # as the dialog of the site does: it has no right to edit orders
    world.acting("site")["purchase.order"].sudo()._receive(receipts, "Daily report")


def bill_changes(world: World, items: list[Passed]) -> None:
    env = world.acting("finance")
    today = env.cr.now().date()
    lines = [_changed_line(world, item) for item in items]
    bills = env["account.move"].create(
        [
            {
                "move_type": "in_invoice",
                "partner_id": line.partner_id.id,
                "ref": f"{item.order.name.replace('/', '-')}-CO {item.change.week}",
                "invoice_date": today,
                "date": today,
                "invoice_line_ids": [(0, 0, world.bill_line(line, 1, line.price_unit))],
            }
            for item, line in zip(items, lines, strict=True)
        ]
    )
    bills.with_env(world.acting("payables")).action_approve_bill()


def ask_change(world: World, items: list) -> None:
    env = world.acting("pm")
    for order, amount in items:
        line = {
            "name": "Acceleration, weekend work",
            "basis": "amount",
            "amount": float(amount),
            "project_id": world.id("job", order.job.code),
            **coded(world, order.code, order.kind),
        }
        change = env["construction.commitment.change"].create(
            {
                "order_id": world.id("order", order.name),
                "title": "Acceleration",
                "reason_code": "owner",
                "line_ids": [(0, 0, line)],
            }
        )
        change.action_submit()
