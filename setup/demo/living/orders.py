# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What is bought for a job: the plan of its orders and subcontracts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from .group import ITEMS, VENDORS
from .jobs import GOODS, RENTAL, SUBCONTRACT, Job, Line
from .plan import PERIOD, aligned, chance, rounded

#: cost code -> the schedule of values of its subcontract: part, share of the sum in percent
SCHEDULES = {
    "02300": [("Clearing and stripping", 20), ("Mass excavation", 50), ("Backfill", 30)],
    "02450": [("Mobilization", 15), ("Pile driving", 60), ("Cutoff and caps", 25)],
    "02700": [("Aggregate base", 35), ("Asphalt", 55), ("Striping and signs", 10)],
    "05100": [("Shop drawings", 10), ("Fabrication", 50), ("Erection and decking", 40)],
    "07500": [("Insulation", 30), ("Membrane", 50), ("Flashing", 20)],
    "09200": [("Framing", 40), ("Board", 35), ("Tape and finish", 25)],
    "15400": [("Underground", 20), ("Rough-in", 50), ("Fixtures and test", 30)],
    "16100": [("Underground", 15), ("Rough-in", 45), ("Switchgear", 25), ("Fixtures", 15)],
}
#: Subcontracts that are accepted by milestones: two for each line.
BY_MILESTONES = {"02450", "05100"}
#: Subcontracts that are billed by payment applications.
BY_APPLICATIONS = {"07500", "16100"}
PLACES = (("north side", 60), ("south side", 40))


@dataclass(frozen=True)
class OrderLine:
    """description, quantity and price; the amount is exact to the cent."""

    description: str
    quantity: Decimal
    price: Decimal

    @property
    def amount(self) -> Decimal:
        return self.quantity * self.price


@dataclass(frozen=True)
class Part:
    """What is accepted in a week: (number of the line, quantity)."""

    week: int
    quantities: tuple[tuple[int, Decimal], ...]


@dataclass(frozen=True)
class Order:
    """One order of a job; its parts lie in the future too, as far as the job goes."""

    name: str
    job: Job
    way: str
    code: str
    kind: str
    vendor: str
    week: int
    lines: tuple[OrderLine, ...]
    parts: tuple[Part, ...]

    @property
    def by_milestones(self) -> bool:
        return self.way == SUBCONTRACT and self.code in BY_MILESTONES

    @property
    def by_applications(self) -> bool:
        return self.way == SUBCONTRACT and self.code in BY_APPLICATIONS

    @property
    def amount(self) -> Decimal:
        return sum((line.amount for line in self.lines), Decimal(0))


def _part(week: int, quantities: Iterable[tuple[int, Decimal]]) -> Part:
    """A part in the last week up to ``week`` in which sites report."""
    return Part(aligned(week - PERIOD + 1, 1), tuple(quantities))


def orders(job: Job) -> Iterator[Order]:
    """The orders that the job has placed up to now."""
    return (order for order in all_orders(job) if order.week <= job.last)


def all_orders(job: Job) -> Iterator[Order]:
    """The orders of the job until its end."""
    builders = {GOODS: _goods, SUBCONTRACT: _subcontract, RENTAL: _rental}
    for line in job.lines():
        if line.way in builders:
            yield from builders[line.way](job, line)


def _goods(job: Job, line: Line) -> Iterator[Order]:
    """Two orders for the halves of the line's time, three deliveries each."""
    _item, name, _unit, price = ITEMS[line.code]
    vendor = chance(job.code, line.code, "vendor").choice(VENDORS[line.code][-1:])
    middle = (line.start + line.finish) // 2
    for number, (start, finish) in enumerate(((line.start, middle), (middle, line.finish)), 1):
        bought = line.amount * Decimal(chance(job.code, line.code, number).randrange(44, 50)) / 100
        rows = tuple(
            OrderLine(f"{name}, {place}", Decimal(int(bought * share / 100 / price)), price)
            for place, share in PLACES
        )
        thirds = [row.quantity // 3 for row in rows]
        rest = [row.quantity - 2 * third for row, third in zip(rows, thirds, strict=True)]
        parts = [
            _part(start + (finish - start) * index // 3, enumerate(quantities))
            for index, quantities in enumerate((thirds, thirds, rest))
        ]
        yield Order(
            f"{job.code}/{line.code}-{number}",
            job, GOODS, line.code, line.kind, vendor, aligned(start - 6, 0), rows, tuple(parts),
        )  # fmt: skip


def _rental(job: Job, line: Line) -> Iterator[Order]:
    periods = max(2, (line.finish - line.start) // PERIOD)
    price = rounded(line.amount * Decimal("0.93") / periods, 50)
    rows = (OrderLine("Crane and lifts, four weeks each", Decimal(periods), price),)
    parts = tuple(
        _part(line.start + PERIOD * (index + 1), [(0, Decimal(1))]) for index in range(periods)
    )
    yield Order(
        f"{job.code}/rental",
        job, RENTAL, line.code, line.kind, VENDORS["rental"][0], aligned(line.start - 4, 0), rows,
        parts,
    )  # fmt: skip


def _subcontract(job: Job, line: Line) -> Iterator[Order]:
    draw = chance(job.code, line.code, "subcontract")
    total = line.amount * Decimal(draw.randrange(93, 100)) / 100
    rows = tuple(
        OrderLine(part, Decimal(1), rounded(total * share / 100, 100))
        for part, share in SCHEDULES[line.code]
    )
    parts = _milestones(line, len(rows)) if line.code in BY_MILESTONES else _steps(line, len(rows))
    yield Order(
        f"{job.code}/{line.code}",
        job,
        SUBCONTRACT,
        line.code,
        line.kind,
        draw.choice(VENDORS[line.code]),
        aligned(line.start - 4, 0),
        rows,
        tuple(parts),
    )


def _milestones(line: Line, count: int) -> Iterator[Part]:
    """Each line of the schedule in two halves, one after the other."""
    weeks = line.finish - line.start
    for index in range(2 * count):
        week = line.start + weeks * (index + 1) // (2 * count)
        yield _part(week, [(index // 2, Decimal("0.5"))])


def _steps(line: Line, count: int) -> Iterator[Part]:
    """Progress in six steps: each line begins when the one before is half done."""
    done = [Decimal(0)] * count
    weeks, steps = line.finish - line.start, 6
    for step in range(1, steps + 1):
        reached = Decimal(step) / steps * (count + 1) / 2
        quantities = []
        for index in range(count):
            level = min(Decimal(1), max(Decimal(0), reached - Decimal(index) / 2))
            level = level.quantize(Decimal("0.01"))
            if level > done[index]:
                quantities.append((index, level - done[index]))
                done[index] = level
        yield _part(line.start + weeks * step // steps, quantities)
