# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The six jobs: when they start and end, and what was estimated for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from .group import BUILD, CIVIL
from .plan import LAST_WEEK, chance, rounded

HOURS, GOODS, SUBCONTRACT, RENTAL, EXPENSE, RESERVE, MACHINE = (
    "hours",
    "goods",
    "subcontract",
    "rental",
    "expense",
    "reserve",
    "machine",
)

#: cost code, cost type, amount, how the money is spent, from when to when of the job's time
CIVIL_WORK = [
    ("01310", "L", 210_000, HOURS, 0.0, 1.0),
    ("01500", "OTH", 64_000, EXPENSE, 0.0, 1.0),
    ("01500", "E", 96_000, RENTAL, 0.1, 0.9),
    ("02300", "S", 420_000, SUBCONTRACT, 0.02, 0.45),
    ("02450", "S", 560_000, SUBCONTRACT, 0.12, 0.55),
    ("02450", "M", 310_000, GOODS, 0.08, 0.45),
    ("02600", "M", 145_000, GOODS, 0.15, 0.7),
    ("03300", "M", 265_000, GOODS, 0.2, 0.8),
    ("03300", "L", 240_000, HOURS, 0.2, 0.85),
    ("02700", "S", 190_000, SUBCONTRACT, 0.7, 1.0),
    ("01990", "OTH", 120_000, RESERVE, 0.0, 1.0),
    ("02600", "E", 68_000, MACHINE, 0.1, 0.7),
]
BUILDING_WORK = [
    ("01310", "L", 260_000, HOURS, 0.0, 1.0),
    ("01500", "OTH", 82_000, EXPENSE, 0.0, 1.0),
    ("01500", "E", 74_000, RENTAL, 0.05, 0.6),
    ("02300", "S", 180_000, SUBCONTRACT, 0.02, 0.25),
    ("03200", "M", 150_000, GOODS, 0.08, 0.4),
    ("03300", "M", 220_000, GOODS, 0.1, 0.5),
    ("03300", "L", 250_000, HOURS, 0.1, 0.5),
    ("05100", "S", 640_000, SUBCONTRACT, 0.25, 0.65),
    ("07500", "S", 230_000, SUBCONTRACT, 0.55, 0.85),
    ("09200", "S", 340_000, SUBCONTRACT, 0.6, 1.0),
    ("15400", "S", 380_000, SUBCONTRACT, 0.35, 0.95),
    ("16100", "S", 450_000, SUBCONTRACT, 0.35, 1.0),
    ("01990", "OTH", 140_000, RESERVE, 0.0, 1.0),
    ("02300", "E", 42_000, MACHINE, 0.02, 0.3),
]
WORK = {CIVIL: CIVIL_WORK, BUILD: BUILDING_WORK}


@dataclass(frozen=True)
class Line:
    """One line of the estimate; start and finish are weeks of the history."""

    code: str
    kind: str
    amount: Decimal
    way: str
    start: int
    finish: int


@dataclass(frozen=True)
class Job:
    """A job; weeks are counted from the start of the history, those after it lie ahead.

    stop: the last week in which something was done. margin: of the contract over the budget.
    hours: what the crews need of what was estimated for them.
    """

    code: str
    name: str
    customer: str
    city: str
    company: str
    scale: Decimal
    start: int
    finish: int
    stop: int
    status: str
    margin: Decimal
    tiers: str
    hours: Decimal = Decimal("0.96")

    @property
    def last(self) -> int:
        """The last week in which something may be done: before the end, and before today."""
        return min(self.stop, LAST_WEEK)

    def lines(self) -> Iterator[Line]:
        """The estimate; the same at each call."""
        draw = chance(self.code, "estimate")
        weeks = self.finish - self.start
        for code, kind, amount, way, begins, ends in WORK[self.company]:
            factor = self.scale * Decimal(draw.randrange(90, 111)) / 100
            yield Line(
                code,
                kind,
                rounded(amount * factor, 500),
                way,
                self.start + int(begins * weeks),
                self.start + int(ends * weeks),
            )

    @property
    def budget(self) -> Decimal:
        return sum((line.amount for line in self.lines()), Decimal(0))

    @property
    def contract(self) -> Decimal:
        return rounded(self.budget * (1 + self.margin), 1000)


JOBS = [
    Job(
        code="C-118",
        name="Harbor Street Seawall Repair",
        customer="Port of Oakland",
        city="Oakland",
        company=CIVIL,
        scale=Decimal("0.80"),
        start=2,
        finish=52,
        stop=52,
        status="closed",
        margin=Decimal("0.14"),
        tiers="3",
    ),
    Job(
        code="C-124",
        name="Mission Creek Pedestrian Bridge",
        customer="City of San Francisco",
        city="San Francisco",
        company=CIVIL,
        scale=Decimal("1.30"),
        start=34,
        finish=112,
        stop=112,
        status="active",
        margin=Decimal("0.11"),
        tiers="3",
        hours=Decimal("1.16"),
    ),
    Job(
        code="C-131",
        name="Pine Avenue Storm Drain",
        customer="City of Berkeley",
        city="Berkeley",
        company=CIVIL,
        scale=Decimal("0.60"),
        start=108,
        finish=150,
        stop=150,
        status="planned",
        margin=Decimal("0.13"),
        tiers="2",
    ),
    Job(
        code="B-207",
        name="Cedar Branch Library",
        customer="Alameda County Library",
        city="Fremont",
        company=BUILD,
        scale=Decimal("0.90"),
        start=8,
        finish=88,
        stop=88,
        status="complete",
        margin=Decimal("0.12"),
        tiers="2",
    ),
    Job(
        code="B-212",
        name="Eastside Fire Station 12",
        customer="City of San Jose",
        city="San Jose",
        company=BUILD,
        scale=Decimal("1.00"),
        start=46,
        finish=118,
        stop=82,
        status="on_hold",
        margin=Decimal("0.10"),
        tiers="2",
    ),
    Job(
        code="B-219",
        name="Marina View Apartments",
        customer="Marina View Partners",
        city="Alameda",
        company=BUILD,
        scale=Decimal("2.10"),
        start=86,
        finish=170,
        stop=170,
        status="active",
        margin=Decimal("0.13"),
        tiers="3",
    ),
]
