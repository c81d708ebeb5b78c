# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which coding a job takes: by its status, by validity of the codes, by what is opened on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date as Date
from enum import Enum
from typing import NamedTuple


class Operation(Enum):
    """What is about to happen on a job."""

    BUDGET = "budget"
    ORDER = "order"
    RECEIVE = "receive"
    WORK = "work"
    BILL = "bill"


_ALL = frozenset(Operation)
#: The one table of what each status of a job lets through.
STATUS_ALLOWS: Mapping[str, frozenset[Operation]] = {
    "planned": frozenset({Operation.BUDGET}),
    "active": _ALL,
    "on_hold": _ALL - {Operation.ORDER},
    "complete": frozenset({Operation.RECEIVE, Operation.BILL}),
    "closed": frozenset(),
}
#: Hours and the like may come without a code: they are collected under the uncoded cost code.
MAY_LACK_CODE = frozenset({Operation.WORK})
#: A crew of one company may work on the job of another; who buys is the company of the job.
WITHIN_COMPANY = frozenset({Operation.BUDGET, Operation.ORDER, Operation.BILL})

MISSING = "coding.missing"
UNKNOWN = "coding.unknown"
CLOSED = "coding.closed"
NOT_ALLOWED = "coding.not_allowed"
COMPANY = "coding.company"
#: A code that is not written as its scheme says.
SCHEME = "coding.scheme"


class Period(NamedTuple):
    """First and last day, both inclusive; None where there is no limit."""

    start: Date | None = None
    end: Date | None = None

    def holds(self, day: Date) -> bool:
        return not (self.start and day < self.start or self.end and day > self.end)


@dataclass(frozen=True)
class Job:
    status: str
    company_id: int
    active: bool = True
    only_opened: bool = False


@dataclass(frozen=True)
class Code:
    """A cost code; ``company_id`` 0 is shared, ``cost_type_ids`` empty takes every type."""

    company_id: int = 0
    active: bool = True
    period: Period = Period()
    cost_type_ids: frozenset[int] = frozenset()
    closed_company_ids: frozenset[int] = frozenset()


class CostType(NamedTuple):
    company_id: int = 0
    active: bool = True


class Phase(NamedTuple):
    project_id: int
    active: bool = True


class Opening(NamedTuple):
    """A cost code on a job, for one cost type or (0) for all."""

    cost_type_id: int
    is_open: bool
    period: Period = Period()


@dataclass(frozen=True)
class Facts:
    """What is known of the ids that the parts name."""

    jobs: Mapping[int, Job]
    codes: Mapping[int, Code]
    types: Mapping[int, CostType]
    phases: Mapping[int, Phase] = field(default_factory=dict)
    openings: Mapping[tuple[int, int], tuple[Opening, ...]] = field(default_factory=dict)


class Part(NamedTuple):
    """One job part of a document line, by ids, 0 where it names none.

    unknown: analytic accounts of the plans of job cost that nothing owns any more;
    is_new: False where the coding was accepted before with the document this one follows.
    """

    job_id: int
    code_id: int
    type_id: int
    phase_id: int
    company_id: int
    day: Date
    unknown: tuple[int, ...] = ()
    is_new: bool = True


class Finding(NamedTuple):
    """Why a part is refused: ``code`` is stable, ``cause`` chooses the words."""

    code: str
    cause: str


def judge(part: Part, facts: Facts, operation: Operation) -> Finding | None:
    """Return why ``part`` cannot be coded so, or None where it can; the first reason counts."""
    return (
        _known(part, facts, operation)
        or _within_company(part, facts, operation)
        or _let_by_status(facts.jobs[part.job_id], operation)
        or (_usable(part, facts) or _opened(part, facts) if part.is_new else None)
    )


def _known(part: Part, facts: Facts, operation: Operation) -> Finding | None:
    if part.unknown:
        return Finding(UNKNOWN, "unknown")
    lax = operation in MAY_LACK_CODE and not facts.jobs[part.job_id].only_opened
    if not lax and not (part.code_id and part.type_id):
        return Finding(MISSING, "missing")
    return None


def _within_company(part: Part, facts: Facts, operation: Operation) -> Finding | None:
    company = facts.jobs[part.job_id].company_id
    if operation in WITHIN_COMPANY and part.company_id != company:
        return Finding(COMPANY, "job_company")
    if part.code_id and facts.codes[part.code_id].company_id not in (0, company):
        return Finding(COMPANY, "code_company")
    if part.type_id and facts.types[part.type_id].company_id not in (0, company):
        return Finding(COMPANY, "type_company")
    return None


def _let_by_status(job: Job, operation: Operation) -> Finding | None:
    if not job.active:
        return Finding(CLOSED, "job_archived")
    if operation in STATUS_ALLOWS[job.status]:
        return None
    return Finding(CLOSED, "job_planned" if job.status == "planned" else "job_status")


def _usable(part: Part, facts: Facts) -> Finding | None:
    phase = facts.phases.get(part.phase_id)
    if phase and phase.project_id != part.job_id:
        return Finding(NOT_ALLOWED, "phase")
    if phase and not phase.active:
        return Finding(CLOSED, "phase_archived")
    if part.type_id and not facts.types[part.type_id].active:
        return Finding(CLOSED, "type_archived")
    return _usable_code(part, facts) if part.code_id else None


def _usable_code(part: Part, facts: Facts) -> Finding | None:
    code = facts.codes[part.code_id]
    if not code.active:
        return Finding(CLOSED, "code_archived")
    if facts.jobs[part.job_id].company_id in code.closed_company_ids:
        return Finding(CLOSED, "code_closed_company")
    if not code.period.holds(part.day):
        return Finding(CLOSED, "code_period")
    if part.type_id and code.cost_type_ids and part.type_id not in code.cost_type_ids:
        return Finding(NOT_ALLOWED, "type")
    return None


def _opened(part: Part, facts: Facts) -> Finding | None:
    """What is said of the very cost type goes before what is said of all."""
    if not part.code_id:
        return None
    openings = facts.openings.get((part.job_id, part.code_id), ())
    said = [one for one in openings if one.cost_type_id == part.type_id] or [
        one for one in openings if not one.cost_type_id
    ]
    if any(one.is_open and one.period.holds(part.day) for one in said):
        return None
    if said:
        return Finding(CLOSED, "code_on_job")
    return Finding(NOT_ALLOWED, "not_opened") if facts.jobs[part.job_id].only_opened else None
