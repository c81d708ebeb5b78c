# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The real contract: bid items and certified payments as messages (see data/sf2652j)."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

DATA = Path(__file__).parent / "data" / "sf2652j"
JOB = "2652J"
ORDER = "WO-2652J"
VENDOR = "V-2652"
#: The contract and the works order are of this day.
SIGNED = date(2025, 1, 2)
INSURED_UNTIL = date.today() + timedelta(days=300)
LUMP_SUM_UNITS = {"LS", "AL"}
SUBCONTRACT = "S"
QUANTITY_STEP = Decimal("0.01")
#: What each agency pays of the contract, in percent.
SHARES = {"SFMTA": 42, "SFPUC-SW": 31, "SFPUC-AWSS": 13, "SFPUC-WD": 14}
#: Items that one agency pays alone.
ALONE = {"CR-15": "SFMTA"}
#: (item, payment) that the agencies split otherwise than by their shares, to the cent.
AGREED = {("G-11", 2), ("G-11", 5), ("G-6", 12)}
KINDS = {"LS": "lump_sum", "AL": "allowance"}

#: Payment number -> bid item -> agency -> amount
Parts = dict[int, dict[str, dict[str, Decimal]]]


@dataclass(frozen=True)
class BidItem:
    """One line of the schedule of values; amounts in USD."""

    code: str
    description: str
    unit: str
    quantity: Decimal
    unit_price: Decimal

    @property
    def amount(self) -> Decimal:
        return self.quantity * self.unit_price

    def billed(self, amount: Decimal) -> tuple[Decimal, Decimal]:
        """(quantity, unit price) of a certified amount: measured where it is a whole number of
        hundredths of the unit, else claimed as one amount."""
        quantity = amount / self.unit_price
        if self.unit in LUMP_SUM_UNITS or quantity % QUANTITY_STEP:
            return Decimal(1), amount
        return quantity, self.unit_price


def bid_items() -> list[BidItem]:
    with (DATA / "items.csv").open(newline="", encoding="utf-8") as file:
        return [
            BidItem(
                row["bid_item"],
                row["description"],
                row["unit"],
                Decimal(row["contract_qty"]),
                Decimal(row["unit_price"]),
            )
            for row in csv.DictReader(file)
        ]


def agency_payments() -> Parts:
    """What each agency paid, as it was published."""
    parts: Parts = defaultdict(lambda: defaultdict(dict))
    with (DATA / "payments.csv").open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            amount = Decimal(row["amount"])
            if amount:
                parts[int(row["payment"])][row["bid_item"]][row["agency"]] = amount
    return {number: dict(items) for number, items in sorted(parts.items())}


def payments() -> dict[int, dict[str, Decimal]]:
    """Payment number -> bid item -> amount, over all funding agencies."""
    return {
        number: {item: sum(parts.values(), Decimal(0)) for item, parts in items.items()}
        for number, items in agency_payments().items()
    }


def payment_days() -> Iterator[date]:
    """The source names no days of payment: the demo plays them as month ends."""
    return _month_ends(date(2025, 1, 1))


def expected_totals() -> dict[str, Decimal]:
    """What the job cost report must say, computed from the data file alone."""
    committed = sum(item.amount for item in bid_items())
    invoiced = sum(amount for lines in payments().values() for amount in lines.values())
    return {
        "original_budget": committed,
        "committed": committed,
        "invoiced": invoiced,
        "open_commitment": committed - invoiced,
    }


def job_event(system) -> dict:
    return system.event(
        "job-2652J",
        "job.upserted",
        {
            "job_code": JOB,
            "name": "Street, sewer, water and transit works",
            "customer": {"external_id": "SFPW", "name": "San Francisco Public Works"},
            "status": "active",
            "start_date": SIGNED.isoformat(),
            "contract_amount": str(sum(item.amount for item in bid_items())),
            "currency": "USD",
            "site": {"city": "San Francisco", "state": "CA", "country": "US"},
        },
    )


def cost_code_events(system) -> list[dict]:
    """The bid items as cost codes below their group (G, CR, E)."""
    groups = {
        "G": "General items",
        "CR": "Civil and roadway items",
        "E": "Electrical items",
    }
    parents = [
        system.event(f"code-{code}", "cost_code.upserted", {"code": code, "name": name})
        for code, name in groups.items()
    ]
    items = [
        system.event(
            f"code-{item.code}",
            "cost_code.upserted",
            {
                "code": item.code,
                "name": item.description[:200],
                "parent_code": item.code.split("-")[0],
                "cost_types": [SUBCONTRACT],
                "uom": item.unit,
            },
        )
        for item in bid_items()
    ]
    return parents + items


def estimate_event(system) -> dict:
    lines = [
        {
            "line_id": item.code,
            "cost_code": item.code,
            "cost_type": SUBCONTRACT,
            "description": item.description[:200],
            "quantity": str(item.quantity),
            "uom": item.unit,
            "unit_cost": str(item.unit_price),
            "amount": str(item.amount),
        }
        for item in bid_items()
    ]
    return system.event(
        "estimate-2652J-1",
        "estimate.awarded",
        {"job_code": JOB, "estimate_id": "EST-2652J", "revision": 1, "lines": lines},
        # the budget counts from the day of the award
        when=f"{SIGNED.isoformat()}T08:00:00Z",
    )


def vendor_event(system) -> dict:
    return system.event(
        "vendor-V-2652",
        "vendor.upserted",
        {
            "vendor_id": VENDOR,
            "name": "Works contractor for 2652J",
            "subcontractor": True,
            "insurance_expiry": INSURED_UNTIL.isoformat(),
            "address": {"city": "San Francisco", "state": "CA", "country": "US"},
        },
    )


def works_order_event(system) -> dict:
    lines = [
        {
            "line_id": item.code,
            "description": item.description[:200],
            "quantity": str(item.quantity),
            "uom": item.unit,
            "estimated_unit_cost": str(item.unit_price),
            "cost_code": item.code,
            "cost_type": SUBCONTRACT,
            "vendor_id": VENDOR,
        }
        for item in bid_items()
    ]
    return system.event(
        "requisition-WO-2652J",
        "requisition.submitted",
        {
            "job_code": JOB,
            "requisition_number": ORDER,
            "requested_by": "Contracts office",
            "reason": "Works order for all bid items",
            "lines": lines,
        },
    )


def _month_ends(start: date) -> Iterator[date]:
    day = start
    while True:
        first_of_next = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
        yield first_of_next - timedelta(days=1)
        day = first_of_next


def invoice_number(payment: int) -> str:
    return f"2652J-PP-{payment:02}"


def invoice_numbers() -> list[str]:
    return [invoice_number(payment) for payment in payments()]


def invoice_events(system) -> list[dict]:
    """The certified payments as the works contractor's invoices, one line per bid item."""
    items = {item.code: item for item in bid_items()}
    events = []
    for (number, amounts), day in zip(payments().items(), payment_days(), strict=False):
        lines = []
        for code, amount in amounts.items():
            quantity, price = items[code].billed(amount)
            lines.append(
                {
                    "line_id": code,
                    "order_line_id": code,
                    "description": items[code].description[:200],
                    "quantity": str(quantity),
                    "unit_price": str(price),
                    "amount": str(amount),
                }
            )
        events.append(
            system.event(
                f"invoice-2652J-{number:02}",
                "invoice.received",
                {
                    "vendor_id": VENDOR,
                    "invoice_number": invoice_number(number),
                    "invoice_date": day.isoformat(),
                    "order": ORDER,
                    "currency": "USD",
                    "total": str(sum(amounts.values())),
                    "lines": lines,
                },
            )
        )
    return events
