# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Billing the owners: contracts, monthly applications, invoices, payments, retention given back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from .changes import ORDERED, SIGNED, stories
from .group import BUILD, CIVIL
from .jobs import Job
from .plan import FRIDAY, LAST_WEEK, MONDAY, PERIOD, TUESDAY, WEDNESDAY, Act, aligned, rounded
from .world import World

RETENTION = Decimal("0.05")
#: Weeks from an invoice to its payment, from the end of the work to the last application and
#: to the release of what is held.
PAID_AFTER, FINAL_AFTER, RELEASED_AFTER = 4, 3, 5
#: item, percent of the contract (0: the rest), from when to when of the job's time
ITEMS = {
    CIVIL: [
        ("General conditions", 12, Decimal(0), Decimal(1)),
        ("Earthwork and foundations", 38, Decimal("0.02"), Decimal("0.55")),
        ("Structures and drainage", 35, Decimal("0.15"), Decimal("0.85")),
        ("Paving and finishing", 0, Decimal("0.7"), Decimal(1)),
    ],
    BUILD: [
        ("General conditions", 12, Decimal(0), Decimal(1)),
        ("Substructure", 18, Decimal("0.02"), Decimal("0.4")),
        ("Structure and envelope", 35, Decimal("0.25"), Decimal("0.85")),
        ("Interior and systems", 0, Decimal("0.35"), Decimal(1)),
    ],
}


@dataclass(frozen=True)
class Claim:
    """An application: the work of its period by item; changes are billed when they are signed."""

    job: Job
    number: int
    works: tuple[Decimal, ...]
    changes: Decimal
    final: bool = False

    @property
    def work(self) -> Decimal:
        return sum(self.works, self.changes)

    @property
    def held(self) -> Decimal:
        return self.work * RETENTION


def items(job: Job) -> list[tuple[str, Decimal]]:
    """The schedule of values: (item, value)."""
    values = [rounded(job.contract * share / 100, 1000) for _n, share, _b, _e in ITEMS[job.company]]
    values[-1] = job.contract - sum(values[:-1])
    return [(item[0], value) for item, value in zip(ITEMS[job.company], values, strict=True)]


def _done(job: Job, week: int) -> list[Decimal]:
    """The value of the work in place at the end of a week, by item."""
    time = Decimal(week - job.start) / (job.finish - job.start)
    shares = [
        max(Decimal(0), min(Decimal(1), (time - begin) / (end - begin)))
        for _name, _share, begin, end in ITEMS[job.company]
    ]
    values = [value for _name, value in items(job)]
    return [
        value if share == 1 else rounded(value * share, 100)
        for value, share in zip(values, shares, strict=True)
    ]


def _signed(job: Job, week: int) -> Decimal:
    """What the owner signed of changes up to a week."""
    return sum(
        (
            change.revenue
            for change in stories(job)
            if change.end in (SIGNED, ORDERED)
            and change.week <= job.last
            and change.week + 2 * PERIOD <= week
        ),
        Decimal(0),
    )


def _claims(job: Job) -> Iterator[tuple[int, Claim]]:
    """(week, application) of a job, one a month; of a job that is done also the final one."""
    done = job.status in ("complete", "closed")
    weeks = list(range(aligned(job.start + PERIOD, 2), job.last + 1, PERIOD))
    # the one of this month is still disputed
    weeks = [week for week in weeks if done or week < LAST_WEEK - 1]
    before, changes = [Decimal(0)] * len(items(job)), Decimal(0)
    for number, week in enumerate([*weeks, *([job.last + FINAL_AFTER] if done else [])], 1):
        now, signed = _done(job, week), _signed(job, week)
        works = tuple(new - old for new, old in zip(now, before, strict=True))
        final = done and week > job.last
        yield week, Claim(job, number, works, signed - changes, final)
        before, changes = now, signed


def plan(job: Job) -> Iterator[Act]:
    """The figures: billed with the invoice, collected with its payment, retention beside."""
    if job.status == "planned":
        return
    code, company = job.code, job.company
    yield Act(job.start, TUESDAY, company, agree, job)
    held = Decimal(0)
    for week, claim in _claims(job):
        yield Act(week, FRIDAY, company, apply, claim)
        billed = ((code, "billed", claim.work), (code, "owner_retention_held", claim.held))
        yield Act(week + 1, MONDAY, company, invoice, claim, billed)
        paid = ((code, "collected", claim.work - claim.held),)
        yield Act(week + 1 + PAID_AFTER, MONDAY, company, collect, claim, paid)
        held += claim.held
    if job.status in ("complete", "closed"):
        yield from _release(job, held)
    if job.status == "active":
        yield Act(LAST_WEEK, WEDNESDAY, company, dispute, job)


def _release(job: Job, held: Decimal) -> Iterator[Act]:
    week = job.last + RELEASED_AFTER
    given = (
        (job.code, "owner_retention_held", -held),
        (job.code, "owner_retention_released", held),
    )
    yield Act(week, TUESDAY, job.company, release, job, given)
    paid = ((job.code, "owner_retention_paid", held), (job.code, "collected", held))
    yield Act(week + 2, TUESDAY, job.company, collect_release, job, paid)


def agree(world: World, jobs: list[Job]) -> None:
    """Finance enters the contract with the owner and puts it in force."""
    env = world.acting("finance")
    for job in jobs:
        contract = env["construction.owner.contract"].create(
            {
                "name": f"OC-{job.code}",
                "title": job.name,
                "project_id": world.id("job", job.code),
                "date": env.cr.now().date(),
                "line_ids": [
                    (0, 0, {"line_ref": f"{n:02}", "name": name, "original_amount": float(value)})
                    for n, (name, value) in enumerate(items(job), 1)
                ],
            }
        )
        contract.action_activate()
        world.remember("contract", job.code, contract)


def _open(world: World, job: Job, final: bool = False) -> Any:
    env = world.acting("finance")
    contract = world.get(env, "construction.owner.contract", "contract", job.code)
    end = env.cr.now().date()
    return env["construction.owner.application"].create(
        {
            "contract_id": contract.id,
            "period_start": contract.application_ids[:1].period_end or contract.date,
            "period_end": end,
            "is_final": final,
        }
    )


def apply(world: World, claims: list[Claim]) -> None:
    """Finance claims the work of the month and what was signed; the director certifies it."""
    for claim in claims:
        application = _open(world, claim.job, claim.final)
        base = application.line_ids.filtered(lambda line: not line.contract_line_id.change_ids)
        for line, work in zip(base, claim.works, strict=True):
            line.claimed_work = float(work)
        (application.line_ids - base).claimed_percent = 100
        application.action_submit()
        application.with_env(world.acting("approver")).action_certify()
        world.remember("application", (claim.job.code, claim.number), application)


def _application(world: World, claim: Claim) -> Any:
    env = world.acting("finance")
    name = claim.job.code, claim.number
    return world.get(env, "construction.owner.application", "application", name)


def invoice(world: World, claims: list[Claim]) -> None:
    for claim in claims:
        application = _application(world, claim)
        application.action_create_invoices()
        application.invoice_ids.action_post()


def collect(world: World, claims: list[Claim]) -> None:
    for claim in claims:
        _pay(_application(world, claim).invoice_ids)


def release(world: World, jobs: list[Job]) -> None:
    """The owner gives back what was held over all applications."""
    env = world.acting("finance")
    for job in jobs:
        document = env["construction.owner.release"].create(
            {
                "contract_id": world.id("contract", job.code),
                "date": env.cr.now().date(),
                "reason": "Final acceptance",
            }
        )
        document.action_fill()
        document.action_submit()
        document.with_env(world.acting("approver")).action_approve()
        document.action_create_invoices()
        document.invoice_ids.action_post()
        world.remember("release", job.code, document)


def collect_release(world: World, jobs: list[Job]) -> None:
    env = world.acting("finance")
    for job in jobs:
        document = world.get(env, "construction.owner.release", "release", job.code)
        _pay(document.invoice_ids)


def _pay(invoices: Any) -> None:
    """What the bank statement says: the owner paid."""
    env = invoices.env
    bank = env["account.journal"].search(
        [("type", "=", "bank"), ("company_id", "=", env.company.id)], limit=1
    )
    for move in invoices:
        due = move.line_ids.filtered(lambda line: line.display_type == "payment_term")
        sides = [(bank.default_account_id, due.balance), (due.account_id, -due.balance)]
        entry = env["account.move"].create(
            {
                "journal_id": bank.id,
                "date": env.cr.now().date(),
                "ref": move.name,
                "line_ids": [
                    (
                        0,
                        0,
                        {
                            "account_id": account.id,
                            "balance": balance,
                            "partner_id": move.partner_id.id,
                        },
                    )
                    for account, balance in sides
                ],
            }
        )
        entry.action_post()
        (due + entry.line_ids.filtered(lambda line: line.credit)).reconcile()


def dispute(world: World, jobs: list[Job]) -> None:
    """The superintendent sees more done than finance claims: nobody decided yet."""
    for job in jobs:
        application = _open(world, job)
        lines = application.line_ids.filtered(lambda line: line.balance > 0)
        line = lines.sorted("balance")[-1:]
        share = line.previous_work / line.scheduled_value * 100
        line.claimed_percent = share + 3
        line.with_env(world.acting("site")).field_percent = round(share + 12)
        application.action_submit()
