# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Compliance: which papers a vendor has to hand in before it is engaged, certified or paid.

Rules say what is wanted, papers are what was handed in. A paper counts once somebody verified
it. Nothing here knows what day it is: the day is given in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from .compliance_weeks import SUNDAY, WEEK, weeks

#: Stages of a commitment at which papers are asked for.
COMMITMENT, CERTIFICATION, PAYMENT = "commitment", "certification", "payment"
#: Kinds of papers: valid for a time; a lien waiver for a payment; a payroll of a week.
DOCUMENT, WAIVER, PAYROLL = "document", "waiver", "payroll"
CONDITIONAL, UNCONDITIONAL = "conditional", "unconditional"
PROGRESS, FINAL = "progress", "final"

#: Why a requirement is not met. The codes are part of the interface and stay as they are.
MISSING = "compliance.missing"
REJECTED = "compliance.rejected"
EXPIRED = "compliance.expired"
NOT_YET_VALID = "compliance.not_yet_valid"
COVER = "compliance.cover_too_low"
UNVERIFIED = "compliance.unverified"
WAIVER_KIND = "compliance.waiver_kind"
WAIVER_THROUGH = "compliance.waiver_through"
WAIVER_AMOUNT = "compliance.waiver_amount"
#: From what is furthest from being met to what is nearest: the nearest is what is told.
CODES = (
    MISSING,
    REJECTED,
    EXPIRED,
    NOT_YET_VALID,
    COVER,
    WAIVER_KIND,
    WAIVER_THROUGH,
    WAIVER_AMOUNT,
    UNVERIFIED,
)

NOTHING = Decimal(0)


@dataclass(frozen=True)
class Rule:
    """What is wanted at a stage; empty restrictions hold for all.

    minimum: cover of an insurance, company currency. amount_from: of the commitment, company
    currency. waivers: "current", "previous" or "both". wages: jobs of prevailing wages alone.
    """

    id: int
    type: int
    kind: str
    stage: str
    stops: bool
    minimum: Decimal = NOTHING
    job: int = 0
    vendor_class: int = 0
    commitment: str = ""
    amount_from: Decimal = NOTHING
    waivers: str = "both"
    wages: bool = False


@dataclass(frozen=True)
class Payment:
    """What is paid at once; ``start`` is None where no work is paid by it.

    key: names the certificate, the release or the bill. through: work until this day. amount: in
    the contract's currency. billed: of a bill past certificates, what all such bills of the
    contract ask up to this one: a waiver that names the contract alone has to reach so far.
    """

    key: tuple[str, int]
    through: date
    amount: Decimal
    final: bool = False
    start: date | None = None
    billed: Decimal | None = None

    def least(self, named: bool) -> Decimal:
        """Return for how much a waiver is at least; named: it names what is paid."""
        return self.amount if named or self.billed is None else self.billed


@dataclass(frozen=True)
class Case:
    """A commitment at a stage, with what is paid there and what was paid last before.

    jobs: all of its jobs, wage_jobs: those of prevailing wages. week_end: the weekday on which
    payroll weeks end. raised_from: what a commitment in force was for before it is raised, so
    that what was wanted for that is not asked again.
    """

    stage: str
    company: int
    vendor: int
    order: int
    commitment: str
    amount: Decimal
    jobs: frozenset[int]
    vendor_class: int = 0
    payment: Payment | None = None
    previous: Payment | None = None
    wage_jobs: frozenset[int] = frozenset()
    week_end: int = SUNDAY
    raised_from: Decimal | None = None


@dataclass(frozen=True)
class Paper:
    """What a vendor handed in. state: "draft", "verified" or "rejected"."""

    id: int
    type: int
    state: str
    job: int = 0
    order: int = 0
    valid_from: date | None = None
    valid_to: date | None = None
    cover: Decimal = NOTHING
    condition: str = ""
    scope: str = ""
    through: date | None = None
    amount: Decimal = NOTHING
    payment: tuple[str, int] | None = None
    week: date | None = None


@dataclass(frozen=True)
class Need:
    """One paper that a rule wants."""

    rule: Rule
    job: int = 0
    payment: Payment | None = None
    condition: str = ""
    scope: str = ""
    week: date | None = None


@dataclass(frozen=True)
class Finding:
    """How far a need is met: ``code`` is empty when it is, ``paper`` the nearest one (or 0)."""

    need: Need
    code: str
    paper: int = 0
    waived: bool = False

    @property
    def lacks(self) -> bool:
        """Tell whether something is lacking that nobody let pass."""
        return bool(self.code) and not self.waived

    @property
    def stops(self) -> bool:
        """Tell whether the document has to wait."""
        return self.lacks and self.need.rule.stops


def applies(rule: Rule, case: Case) -> bool:
    """Tell whether a rule wants something of a case."""
    return (
        rule.stage == case.stage
        and bool(concerned(rule, case))
        and rule.vendor_class in (0, case.vendor_class)
        and rule.commitment in ("", case.commitment)
        and case.amount >= rule.amount_from
        and (case.raised_from is None or case.raised_from < rule.amount_from)
    )


def concerned(rule: Rule, case: Case) -> frozenset[int]:
    """Return the jobs of a case that a rule is about."""
    jobs = case.wage_jobs if rule.wages else case.jobs
    return jobs & {rule.job} if rule.job else jobs


def assess(
    case: Case,
    rules: Iterable[Rule],
    papers: Iterable[Paper],
    today: date,
    waived: frozenset[int] = frozenset(),
) -> list[Finding]:
    """Return a Finding for each paper that the rules want of a case, in the rules' order.

    waived: ids of the rules that somebody lets the document pass.
    """
    papers = list(papers)
    result = []
    for rule in rules:
        if applies(rule, case):
            for need in needs(rule, case):
                finding = _find(need, case, papers, today)
                result.append(replace(finding, waived=bool(finding.code) and rule.id in waived))
    return result


def needs(rule: Rule, case: Case) -> Iterator[Need]:
    """Return the papers that an applying rule wants of a case."""
    if rule.kind == DOCUMENT:
        for job in sorted(concerned(rule, case)):
            yield Need(rule, job)
    elif rule.kind == WAIVER:
        yield from waivers(rule, case)
    elif case.payment and case.payment.start is not None:
        payment = case.payment
        for week in weeks(payment.start, payment.through, payment.final, case.week_end):
            yield Need(rule, payment=payment, week=week)


def waivers(rule: Rule, case: Case) -> Iterator[Need]:
    """Return the waivers wanted with a payment.

    A conditional one for what is to be paid, an unconditional one for what was paid last; of the
    last payment a final one. What pays nothing takes none.
    """
    wanted = (("current", case.payment, CONDITIONAL), ("previous", case.previous, UNCONDITIONAL))
    for name, payment, condition in wanted:
        if payment and payment.amount > 0 and rule.waivers in (name, "both"):
            scope = FINAL if payment.final else PROGRESS
            yield Need(rule, payment=payment, condition=condition, scope=scope)


def _find(need: Need, case: Case, papers: list[Paper], today: date) -> Finding:
    found = [(_fault(need, paper, today), paper) for paper in papers if _belongs(need, case, paper)]
    if not found:
        return Finding(need, MISSING)
    met = [paper for fault, paper in found if not fault]
    if met:
        best = max(met, key=lambda paper: (paper.valid_to or date.max, paper.id))
        return Finding(need, "", best.id)
    fault, paper = max(found, key=lambda pair: (CODES.index(pair[0]), pair[1].id))
    return Finding(need, fault, paper.id)


def _belongs(need: Need, case: Case, paper: Paper) -> bool:
    """Tell whether a paper is one of those that could meet a need."""
    if paper.type != need.rule.type or paper.order not in (0, case.order):
        return False
    if need.rule.kind == WAIVER:
        named = paper.payment == need.payment.key or _names_contract(need, paper)
        return named and paper.order == case.order
    if need.rule.kind == PAYROLL:
        in_week = paper.week is not None and need.week - WEEK < paper.week <= need.week
        return in_week and (paper.order == case.order or paper.job in case.jobs)
    return paper.job in (0, need.job)


def _names_contract(need: Need, paper: Paper) -> bool:
    """Tell whether a waiver is of a contract as a whole, and the payment is of one of its bills."""
    return paper.payment is None and need.payment.billed is not None


def _fault(need: Need, paper: Paper, today: date) -> str:
    if paper.state == "rejected":
        return REJECTED
    fault = ""
    if need.rule.kind == WAIVER:
        fault = _waiver_fault(need, paper)
    elif need.rule.kind == DOCUMENT:
        fault = _document_fault(need, paper, today)
    return fault or ("" if paper.state == "verified" else UNVERIFIED)


def _document_fault(need: Need, paper: Paper, today: date) -> str:
    if paper.valid_to and paper.valid_to < today:
        return EXPIRED
    if paper.valid_from and paper.valid_from > today:
        return NOT_YET_VALID
    return COVER if paper.cover < need.rule.minimum else ""


def _waiver_fault(need: Need, paper: Paper) -> str:
    """An unconditional waiver waives more than a conditional one, a final one more than another."""
    weak = need.condition == UNCONDITIONAL and paper.condition != UNCONDITIONAL
    if weak or (need.scope == FINAL and paper.scope != FINAL):
        return WAIVER_KIND
    if paper.through is None or paper.through < need.payment.through:
        return WAIVER_THROUGH
    least = need.payment.least(paper.payment is not None)
    return WAIVER_AMOUNT if paper.amount < least else ""
