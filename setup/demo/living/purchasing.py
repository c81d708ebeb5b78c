# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Orders, what came of them and what was billed, done by the people whose work it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from .billing import Bill, accepted, accrued, bills
from .group import ITEMS
from .jobs import GOODS, RENTAL, SUBCONTRACT, Job
from .orders import Order, Part, orders
from .plan import FRIDAY, MONDAY, WEDNESDAY, Act
from .world import World

RECEIVED = {GOODS: "received_goods", SUBCONTRACT: "received_services", RENTAL: "received_services"}


def plan(job: Job) -> Iterator[Act]:
    for order in orders(job):
        figures = (
            (job.code, "original_commitments", order.amount),
            (job.code, "accrued", accrued(order)),
        )
        step = request_goods if order.way == GOODS else place_orders
        yield Act(max(order.week, 1), MONDAY, job.company, step, order, figures)
        for number, part in enumerate(accepted(order)):
            yield _acceptance(order, number, part)
        for bill in () if order.by_applications else bills(order):
            figures = ((job.code, "invoiced", bill.amount),)
            step = credit if bill.refund else enter_bills
            yield Act(bill.week, FRIDAY, job.company, step, bill, figures)


def _acceptance(order: Order, number: int, part: Part) -> Act:
    amount = sum(quantity * order.lines[line].price for line, quantity in part.quantities)
    bucket = "received_milestones" if order.by_milestones else RECEIVED[order.way]
    figures = ((order.job.code, bucket, amount),)
    step = reach_milestones if order.by_milestones else accept
    return Act(part.week, WEDNESDAY, order.job.company, step, (order, number, part), figures)


# Orders ---------------------------------------------------------------------------------------


def request_goods(world: World, ordered: list[Order]) -> None:
    """The superintendent asks for material; approving it orders it."""
    env = world.acting("site")
    requisitions = env["construction.requisition"].create(
        [_requisition_values(world, order) for order in ordered]
    )
    requisitions.action_submit()
    requisitions.with_env(world.acting("approver")).action_approve()
    for order, requisition in zip(ordered, requisitions.with_env(world.env), strict=True):
        _remember_lines(world, order, requisition.line_ids.order_line_ids)


def _requisition_values(world: World, order: Order) -> dict:
    item = ITEMS[order.code][0]
    return {
        "project_id": world.id("job", order.job.code),
        "requested_by": "S. Reyes, site",
        "needed_by": world.calendar.day(order.parts[0].week, WEDNESDAY),
        "line_ids": [
            (
                0,
                0,
                {
                    "line_ref": str(number),
                    "product_id": world.id("item", item),
                    "description": line.description,
                    "quantity": float(line.quantity),
                    "estimated_unit_cost": float(line.price),
                    "cost_code_id": world.id("code", order.code),
                    "cost_type_id": world.id("type", order.kind),
                    "vendor_id": world.vendor(order.vendor),
                },
            )
            for number, line in enumerate(order.lines, 1)
        ],
    }


def place_orders(world: World, ordered: list[Order]) -> None:
    """The buyer places subcontracts and service orders, the director approves them."""
    records = draft_orders(world, ordered)
    records.with_env(world.acting("approver")).action_approve_order()
    records.button_confirm()
    for order, record in zip(ordered, records, strict=True):
        _remember_lines(world, order, record.order_line)
        if order.by_milestones:
            _create_milestones(world, order)


def draft_orders(world: World, ordered: list[Order]):
    """The buyer writes subcontracts and service orders; returns them."""
    orders_of_buyer = world.acting("buyer")["purchase.order"]
    return orders_of_buyer.create([_order_values(world, order) for order in ordered])


def _order_values(world: World, order: Order) -> dict:
    coding = world.coding(order.job.code, order.code, order.kind)
    kind = world.get(world.env, "construction.cost.type", "type", order.kind)
    unit = "uom_ls" if order.way == SUBCONTRACT else "uom_mo"
    values = {
        "partner_id": world.vendor(order.vendor),
        "commitment_type": "subcontract" if order.way == SUBCONTRACT else "service",
        "title": world.get(world.env, "construction.cost.code", "code", order.code).name,
        "project_id": world.id("job", order.job.code),
        "order_line": [
            (
                0,
                0,
                {
                    "name": line.description,
                    "product_id": kind.product_id.id,
                    "product_qty": float(line.quantity),
                    "product_uom_id": world.ref(unit),
                    "price_unit": float(line.price),
                    "analytic_distribution": coding,
                },
            )
            for line in order.lines
        ],
    }
    return {**values, **_subcontract_terms(world, order)} if order.way == SUBCONTRACT else values


def _subcontract_terms(world: World, order: Order) -> dict:
    start = world.calendar.day(order.week)
    return {
        "contract_amount": float(order.amount),
        "retention_work_percent": 10,
        "start_date": start,
        "finish_date": world.calendar.day(order.parts[-1].week, FRIDAY),
        "insurance_due_date": start + timedelta(days=14),
    }


def _remember_lines(world: World, order: Order, lines) -> None:
    world.remember("order", order.name, lines.order_id)
    for number, line in enumerate(lines.sorted("id")):
        world.remember("order line", (order.name, number), line)


def _create_milestones(world: World, order: Order) -> None:
    names = [f"{order.lines[index].description}, {half} half" for index in range(len(order.lines))
             for half in ("first", "second")]  # fmt: skip
    env = world.acting("pm")
    milestones = env["construction.milestone"].create(
        [
            {
                "name": name,
                "order_line_id": world.id("order line", (order.name, part.quantities[0][0])),
                "percent": 50,
                "planned_date": world.calendar.day(part.week, WEDNESDAY),
            }
            for name, part in zip(names, order.parts, strict=True)
        ]
    )
    for number, milestone in enumerate(milestones):
        world.remember("milestone", (order.name, number), milestone)


# What came ------------------------------------------------------------------------------------


def accept(world: World, came: list[tuple[Order, int, Part]]) -> None:
    """The superintendent receives goods and confirms work."""
    env = world.acting("site")
    receipts = world.receipts(
        (world.id("order line", (order.name, line)), quantity)
        for order, _number, part in came
        for line, quantity in part.quantities
    )
    # as the dialogs of the site do: it receives, and has no right to edit orders
    env["purchase.order"].sudo()._receive(receipts, "Delivery note")


def reach_milestones(world: World, came: list[tuple[Order, int, Part]]) -> None:
    ids = [world.id("milestone", (order.name, number)) for order, number, _part in came]
    world.acting("site")["construction.milestone"].browse(ids).action_reach()


# Bills ----------------------------------------------------------------------------------------


def enter_bills(world: World, entered: list[Bill]) -> None:
    """Finance enters bills of orders, accounts payable approves and so posts them."""
    records = draft_bills(world, entered)
    for reason in {bill.reason for bill in entered}:
        chosen = [r.id for r, bill in zip(records, entered, strict=True) if bill.reason == reason]
        approving = world.acting("payables")["account.move"].browse(chosen)
        approving.action_approve_bill(reason or None)


def credit(world: World, entered: list[Bill]) -> None:
    records = draft_bills(world, entered, "in_refund")
    records.with_env(world.acting("payables")).action_approve_bill()


def draft_bills(world: World, entered: list[Bill], move_type: str = "in_invoice"):
    """Finance enters bills of orders; returns them."""
    env = world.acting("finance")
    today = env.cr.now().date()
    return env["account.move"].create(
        [
            {
                "move_type": move_type,
                "partner_id": world.vendor(bill.order.vendor),
                "ref": bill.number,
                "invoice_date": today,
                "date": today,
                "invoice_line_ids": [
                    (0, 0, _bill_line_values(world, bill, *line)) for line in bill.lines
                ],
            }
            for bill in entered
        ]
    )


def _bill_line_values(world: World, bill: Bill, number: int, quantity, price) -> dict:
    line_id = world.id("order line", (bill.order.name, number))
    line = world.env["purchase.order.line"].browse(line_id)
    return {**world.bill_line(line, quantity, price), "name": bill.order.lines[number].description}
