# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Timesheets without end."""

from itertools import count, islice
from typing import Any


class Timesheets:
    """Events of one line each, as the timekeeping system sends them.

    :param made: what the benchmarks work on, see in_odoo.make
    :param prefix: tells the ids of two of these apart
    """

    def __init__(self, made: dict[str, Any], prefix: str = "apply") -> None:
        self._made = made
        self._prefix = prefix
        self._numbers = count()

    def take(self, amount: int) -> list[dict]:
        """The next events."""
        return [self._event(number) for number in islice(self._numbers, amount)]

    def _event(self, number: int) -> dict:
        day = f"2026-{number // 28 % 12 + 1:02}-{number % 28 + 1:02}"
        employees = self._made["employees"]
        return {
            "specversion": "1.0",
            "id": f"{self._prefix}-{number}",
            "source": "timekeeping",
            "entity": self._made["entity"],
            "type": "construction.timesheet.approved.v1",
            "time": f"{day}T17:10:00-07:00",
            "data": {
                "timesheet_id": f"TS-{self._prefix}-{number}",
                "employee_id": employees[number % len(employees)],
                "date": day,
                "job_code": self._made["job_code"],
                "approved_by": "M. Okafor",
                "approved_at": f"{day}T17:10:00-07:00",
                "lines": [{"line_id": "1", "cost_code": self._made["cost_code"], "hours": "8"}],
            },
        }
