# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Jobs, their estimates and what was moved between budget lines afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from .jobs import HOURS, RESERVE, Job, Line
from .plan import FRIDAY, LAST_WEEK, MONDAY, THURSDAY, TUESDAY, Act, rounded
from .world import World

#: Weeks between the award of a job and its start.
LEAD = 6
FORMER_STATUS = {"planned": "planned"}


@dataclass(frozen=True)
class Transfer:
    """Budget moved out of one line into another; pending ones wait for the approver."""

    job: Job
    title: str
    source: Line
    target: Line
    amount: Decimal
    approved: bool


def plan(job: Job) -> Iterator[Act]:
    """Open the job, award its estimate, lock it, move budget, and end the job."""
    award = min(job.start - LEAD, LAST_WEEK - 2)
    award = max(award, 0)
    budget = tuple((job.code, "original_budget", line.amount) for line in job.lines())
    contract = (job.code, "contract", job.contract)
    yield Act(award, MONDAY, job.company, open_jobs, job, (contract,))
    yield Act(award, TUESDAY, job.company, award_estimates, job, budget)
    yield from _transfers(job)
    if job.status not in ("planned", "active"):
        after = 1 if job.status == "on_hold" else 8
        yield Act(min(job.last + after, LAST_WEEK), FRIDAY, job.company, end_jobs, job)


def _transfers(job: Job) -> Iterator[Act]:
    """A transfer out of the contingency in the middle of the job, and one that waits today."""
    reserve = next(line for line in job.lines() if line.way == RESERVE)
    crew = [line for line in job.lines() if line.way == HOURS][-1]
    middle = (job.start + job.finish) // 2
    amount = rounded(reserve.amount * Decimal("0.3"), 500)
    if middle <= job.last:
        transfer = Transfer(job, "More crew hours for forms", reserve, crew, amount, True)
        # what is moved sums up to nothing over the job
        yield Act(middle, THURSDAY, job.company, transfer_budgets, transfer)
    if job.status == "active":
        transfer = Transfer(job, "Night shifts", reserve, crew, amount / 2, False)
        yield Act(LAST_WEEK, THURSDAY, job.company, transfer_budgets, transfer)


def open_jobs(world: World, jobs: list[Job]) -> None:
    env = world.env(context={**world.env.context, "allowed_company_ids": []})
    for job in jobs:
        company = world.companies[job.company]
        record = (
            env["project.project"]
            .with_company(company)
            .create(
                {
                    "job_code": job.code,
                    "name": job.name,
                    "company_id": company.id,
                    "partner_id": env["res.partner"].create({"name": job.customer}).id,
                    "user_id": world.users["pm"],
                    "job_team_ids": [(6, 0, [world.users["site"]])],
                    "job_status": "planned" if job.status == "planned" else "active",
                    "date_start": world.calendar.day(job.start),
                    "date": world.calendar.day(job.finish, FRIDAY),
                    "contract_amount": float(job.contract),
                    "contract_date": env.cr.now().date(),
                    "retention_percent": 5,
                    "change_tiers": job.tiers,
                    "site_city": job.city,
                    "site_state_id": env.ref("base.state_us_5").id,
                    "site_country_id": env.ref("base.us").id,
                }
            )
        )
        world.remember("job", job.code, record)


def award_estimates(world: World, jobs: list[Job]) -> None:
    """The estimate becomes the budget, as the cost controller, who locks it too."""
    env = world.acting("controller")
    estimates = env["construction.estimate"].create(
        [
            {
                "project_id": world.id("job", job.code),
                "number": f"EST-{job.code}",
                "name": job.name,
                "line_ids": [
                    (0, 0, {**coded(world, line.code, line.kind), "amount": float(line.amount)})
                    for line in job.lines()
                ],
            }
            for job in jobs
        ]
    )
    estimates.action_award()
    world.env["project.project"].browse(estimates.project_id.ids).action_lock_budget()


def coded(world: World, code: str, kind: str) -> dict[str, int]:
    """The coding of a line of a budget, a requisition or a change."""
    return {"cost_code_id": world.id("code", code), "cost_type_id": world.id("type", kind)}


def transfer_budgets(world: World, transfers: list[Transfer]) -> None:
    env = world.acting("pm")
    for transfer in transfers:
        moves = ((transfer.source, -transfer.amount), (transfer.target, transfer.amount))
        change = env["construction.budget.change"].create(
            {
                "project_id": world.id("job", transfer.job.code),
                "title": transfer.title,
                "reason": "Rates of the crew went up, the reserve covers it",
                "line_ids": [
                    (0, 0, {**coded(world, line.code, line.kind), "amount": float(amount)})
                    for line, amount in moves
                ],
            }
        )
        change.action_submit()
        if transfer.approved:
            change.with_env(world.acting("approver")).action_approve()


def end_jobs(world: World, jobs: list[Job]) -> None:
    for job in jobs:
        record = world.get(world.acting("pm"), "project.project", "job", job.code)
        record.job_status = job.status
