# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Cost that was booked on the wrong job, and moved to the right one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from . import actuals
from .actuals import SmallBill
from .budgets import coded
from .jobs import JOBS, Job
from .plan import THURSDAY, Act
from .world import World


@dataclass(frozen=True)
class Move:
    """A bill of one job that belongs to another one of the company."""

    bill: SmallBill
    target: Job


def plan(job: Job) -> Iterator[Act]:
    """The first bill that a job has while the next one of its company works too."""
    for target in JOBS[JOBS.index(job) + 1 :][:1]:
        found = [
            act
            for act in actuals.plan(job)
            if act.step is actuals.enter_small_bills and act.week > target.start + 4
        ]
        if target.company == job.company and found:
            bill = found[0].data
            figures = (
                (job.code, "direct_cost", -bill.amount),
                (target.code, "direct_cost", bill.amount),
            )
            move = Move(bill, target)
            yield Act(found[0].week + 2, THURSDAY, job.company, move_cost, move, figures)


def move_cost(world: World, moves: list[Move]) -> None:
    """The project manager moves the bills, the director approves it."""
    env = world.acting("pm")
    for move in moves:
        bill = move.bill
        document = env["construction.cost.reallocation"].create(
            {
                "project_id": world.id("job", bill.job.code),
                "title": f"Bill {bill.number}",
                "reason": f"It was for {move.target.name}",
                "line_ids": [
                    (
                        0,
                        0,
                        {
                            "entry_id": _entry(world, bill).id,
                            "value": 100,
                            "target_project_id": world.id("job", move.target.code),
                            **_target(world, bill),
                        },
                    )
                ],
            }
        )
        document.action_submit()
        document.with_env(world.acting("approver")).action_approve()


def _entry(world: World, bill: SmallBill):
    """The entry of the ledger that the bill made."""
    record = world.get(world.env, "account.move", "small bill", bill.number)
    return world.env["construction.cost.entry"].search(
        [
            ("source_model", "=", "account.move.line"),
            ("source_id", "in", record.invoice_line_ids.ids),
        ],
        limit=1,
    )


def _target(world: World, bill: SmallBill) -> dict[str, int]:
    coding = coded(world, bill.line.code, bill.line.kind)
    return {"target_code_id": coding["cost_code_id"], "target_type_id": coding["cost_type_id"]}
