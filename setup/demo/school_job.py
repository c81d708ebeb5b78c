# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The second entity's job: materials in split deliveries and a crew's hours (invented data)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

JOB = "24-017"
VENDOR = "V-1001"
REQUISITION = "REQ-0042"
OVER_BUDGET_REQUISITION = "REQ-0043"
FIRST_DAY = date(2026, 4, 13)

COST_CODES = [
    ("03", "Concrete", None, None),
    ("03-200", "Concrete reinforcing", "03", "TON"),
    ("03-300", "Cast-in-place concrete", "03", "CY"),
    ("06", "Wood and composites", None, None),
    ("06-100", "Rough carpentry", "06", "SF"),
]
#: cost code, cost type, amount in USD
BUDGET = [
    ("03-200", "M", Decimal("18000.00")),
    ("03-300", "M", Decimal("45000.00")),
    ("03-300", "L", Decimal("26000.00")),
    ("06-100", "M", Decimal("12500.00")),
    ("06-100", "L", Decimal("30000.00")),
]
ITEMS = [
    ("RM-4000", "Ready-mix concrete 4000 psi", "CY", "182.50"),
    ("RB-60", "Reinforcing steel grade 60", "TON", "890.00"),
    ("LB-2X6", "Framing lumber 2x6", "EA", "7.50"),
]
#: line id, item, description, quantity, unit, unit cost, cost code
REQUISITION_LINES = [
    ("1", "RM-4000", "Ready-mix concrete for footings", "120", "CY", "182.50", "03-300"),
    ("2", "RB-60", "Rebar for footings", "20", "TON", "890.00", "03-200"),
]
CREW = [
    ("E-201", "Rosa Delgado", "Carpenter foreman", "68.00"),
    ("E-202", "Tom Whitfield", "Carpenter", "58.75"),
    ("E-203", "Anh Nguyen", "Carpenter", "58.75"),
    ("E-204", "Luis Ortega", "Laborer", "46.50"),
]
#: receipt number, [(line id, quantity)], final
RECEIPTS = [
    ("RCV-311", [("1", "72", "CY"), ("2", "20", "TON")], False),
    ("RCV-312", [("1", "48", "CY")], True),
]
#: invoice number, date, [(order line id, quantity)]
INVOICES = [
    ("INV-7781", date(2026, 4, 20), [("1", "72"), ("2", "20")]),
    ("INV-7790", date(2026, 4, 27), [("1", "48")]),
]


def expected_totals() -> dict[str, Decimal]:
    """What the job cost report must say, computed from the data above."""
    prices = {line[0]: Decimal(line[5]) for line in REQUISITION_LINES}
    committed = sum(Decimal(line[3]) * Decimal(line[5]) for line in REQUISITION_LINES)
    invoiced = sum(
        Decimal(quantity) * prices[line]
        for _no, _day, lines in INVOICES
        for line, quantity in lines
    )
    rates = {employee: Decimal(rate) for employee, _name, _trade, rate in CREW}
    hours = [(employee, Decimal(hours)) for employee, _day, hours, _code in _worked()]
    return {
        "original_budget": sum(amount for _code, _type, amount in BUDGET),
        "committed": committed,
        "received": committed,
        "invoiced": invoiced,
        "direct_cost": sum(rates[employee] * count for employee, count in hours),
        "accrued": Decimal(0),
    }


def job_event(system) -> dict:
    return system.event(
        "job-24-017",
        "job.upserted",
        {
            "job_code": JOB,
            "name": "Riverside Elementary Modernization",
            "customer": {"external_id": "C-88", "name": "Riverside School District"},
            "status": "active",
            "start_date": "2026-03-02",
            "contract_amount": "148000.00",
            "currency": "USD",
            "retention_percent": "5",
            "phases": [{"code": "1", "name": "Footings"}, {"code": "2", "name": "Framing"}],
            "site": {"city": "Oakland", "state": "CA", "country": "US"},
        },
    )


def cost_code_events(system) -> list[dict]:
    events = []
    for code, name, parent, unit in COST_CODES:
        data = {"code": code, "name": name, "parent_code": parent, "uom": unit}
        events.append(system.event(f"code-{code}", "cost_code.upserted", data))
    return events


def estimate_event(system) -> dict:
    lines = [
        {"line_id": str(number), "cost_code": code, "cost_type": kind, "amount": str(amount)}
        for number, (code, kind, amount) in enumerate(BUDGET, start=1)
    ]
    return system.event(
        "estimate-24-017-1",
        "estimate.awarded",
        {"job_code": JOB, "estimate_id": "EST-24-017", "revision": 1, "lines": lines},
    )


def catalogue_events(system) -> list[dict]:
    vendor = {
        "vendor_id": VENDOR,
        "name": "Delta Ready-Mix & Supply",
        "email": "ar@delta-readymix.example",
        "address": {"street": "1 Quarry Road", "city": "Oakland", "state": "CA", "country": "US"},
    }
    return [system.event(f"vendor-{VENDOR}", "vendor.upserted", vendor)] + [
        system.event(
            f"item-{code}",
            "item.upserted",
            {"item_code": code, "name": name, "uom": unit, "standard_cost": cost},
        )
        for code, name, unit, cost in ITEMS
    ]


def requisition_event(system) -> dict:
    lines = [
        {
            "line_id": line,
            "item_code": item,
            "description": description,
            "quantity": quantity,
            "uom": unit,
            "estimated_unit_cost": cost,
            "cost_code": code,
            "cost_type": "M",
            "vendor_id": VENDOR,
        }
        for line, item, description, quantity, unit, cost, code in REQUISITION_LINES
    ]
    return system.event(
        f"requisition-{REQUISITION}",
        "requisition.submitted",
        {
            "job_code": JOB,
            "requisition_number": REQUISITION,
            "requested_by": "R. Delgado, site",
            "needed_by": "2026-04-14",
            "lines": lines,
        },
    )


def over_budget_event(system) -> dict:
    """2,000 pieces of lumber for 15,000.00 on a line with 12,500.00 left."""
    line = {
        "line_id": "1",
        "item_code": "LB-2X6",
        "description": "Framing lumber, wings A and B",
        "quantity": "2000",
        "uom": "EA",
        "estimated_unit_cost": "7.50",
        "cost_code": "06-100",
        "cost_type": "M",
        "vendor_id": VENDOR,
    }
    return system.event(
        f"requisition-{OVER_BUDGET_REQUISITION}",
        "requisition.submitted",
        {
            "job_code": JOB,
            "requisition_number": OVER_BUDGET_REQUISITION,
            "requested_by": "R. Delgado, site",
            "lines": [line],
        },
    )


def receipt_events(system) -> list[dict]:
    return [
        system.event(
            f"receipt-{number}",
            "goods.received",
            {
                "receipt_number": number,
                "purchase_order": REQUISITION,
                "received_at": f"2026-04-{14 + 7 * index:02}T07:35:00-07:00",
                "final": final,
                "lines": [
                    {"line_id": line, "quantity": quantity, "uom": unit}
                    for line, quantity, unit in lines
                ],
            },
        )
        for index, (number, lines, final) in enumerate(RECEIPTS)
    ]


def invoice_events(system) -> list[dict]:
    prices = {line[0]: Decimal(line[5]) for line in REQUISITION_LINES}
    names = {line[0]: line[2] for line in REQUISITION_LINES}
    events = []
    for number, day, lines in INVOICES:
        invoice_lines = [
            {
                "line_id": line,
                "order_line_id": line,
                "description": names[line],
                "quantity": quantity,
                "unit_price": str(prices[line]),
                "amount": str(Decimal(quantity) * prices[line]),
            }
            for line, quantity in lines
        ]
        data = {
            "vendor_id": VENDOR,
            "invoice_number": number,
            "invoice_date": day.isoformat(),
            "order": REQUISITION,
            "currency": "USD",
            "total": str(sum(Decimal(line["amount"]) for line in invoice_lines)),
            "lines": invoice_lines,
        }
        events.append(system.event(f"invoice-{number}", "invoice.received", data))
    return events


def employee_events(system) -> list[dict]:
    return [
        system.event(
            f"employee-{code}",
            "employee.upserted",
            {"employee_id": code, "name": name, "trade": trade, "hourly_cost": cost},
        )
        for code, name, trade, cost in CREW
    ]


def _worked() -> list[tuple[str, date, str, str]]:
    """(employee, day, hours, cost code): two days of footings, three of framing."""
    return [
        (employee, FIRST_DAY + timedelta(days=day), "8", "03-300" if day < 2 else "06-100")
        for day in range(5)
        for employee, _name, _trade, _cost in CREW
    ]


def _timesheet(system, employee: str, day: date, hours: str, code: str) -> dict:
    number = f"TS-{day.isoformat()}-{employee}"
    return system.event(
        f"timesheet-{number}",
        "timesheet.approved",
        {
            "timesheet_id": number,
            "employee_id": employee,
            "date": day.isoformat(),
            "job_code": JOB,
            "approved_by": "M. Okafor",
            "approved_at": f"{day.isoformat()}T17:10:00-07:00",
            "lines": [{"line_id": "1", "cost_code": code, "hours": hours}],
        },
    )


def timesheet_events(system) -> list[dict]:
    return [_timesheet(system, *worked) for worked in _worked()]


def unknown_code_event(system) -> dict:
    """Eight hours on a cost code that nobody has set up."""
    return _timesheet(system, "E-204", FIRST_DAY + timedelta(days=5), "8", "09-250")
