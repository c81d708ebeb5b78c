# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the demo prints: a journal of messages, the job cost report, the check of totals."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

REPORT_COLUMNS = (
    ("revised_budget", "Budget"),
    ("committed", "Committed"),
    ("received", "Received"),
    ("invoiced", "Invoiced"),
    ("direct_cost", "Direct"),
    ("job_to_date", "To date"),
    ("open_commitment", "Open"),
    ("over_under", "Over/under"),
)
WIDTH = 14
SHOWN_REASONS = 3


class Journal:
    """Prints a line for each batch and counts the outcomes."""

    def __init__(self) -> None:
        self.started = time.monotonic()
        self.door: Counter[str] = Counter()
        self.outcome: Counter[str] = Counter()

    def _print(self, text: str) -> None:
        print(f"[{time.monotonic() - self.started:6.1f} s] {text}", flush=True)

    def chapter(self, title: str) -> None:
        print(f"\n{title}\n{'-' * len(title)}", flush=True)

    def add(self, system, events: Sequence[dict], results, answers: dict, note: str) -> None:
        """One batch: what the door said and where its messages stand now."""
        statuses = Counter(result["status"] for result in results)
        states = Counter(answer["state"] for answer in answers.values())
        self.door.update(statuses)
        self.outcome.update(states)
        names = ", ".join(dict.fromkeys(event["type"].split(".", 1)[1][:-3] for event in events))
        self._print(
            f"{system.code:<12} {len(events):>3} × {names:<38} {_counted(statuses):<14}"
            f" → {_counted(states) or 'nothing new'}{f'  ({note})' if note else ''}"
        )
        stopped = [answer["reason"] for answer in answers.values() if answer["reason"]]
        for reason in stopped[:SHOWN_REASONS]:
            self._print(f"{'':<12} {reason['code']}: {reason['text']}")

    def released(self, system, answers: dict, note: str) -> None:
        """Parked messages that went on."""
        for answer in answers.values():
            self.outcome["waiting"] -= 1
            self.outcome[answer["state"]] += 1
            self._print(f"{system.code:<12} {answer['id']}: waiting → {answer['state']}  ({note})")

    def person(self, login: str, text: str) -> None:
        self._print(f"{login:<12} {text}")

    def print_summary(self) -> None:
        print("\nWhat happened to the messages")
        print(f"  at the door: {_counted(self.door)}")
        print(f"  now:         {_counted(+self.outcome)}", flush=True)


def _counted(counter: Counter[str]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counter.items())


def _money(text: str) -> str:
    return f"{Decimal(text):>{WIDTH},.2f}"


def print_job_cost(answer: dict) -> None:
    """The job cost report as a table, amounts in the job's currency."""
    job = answer["job"]
    print(f"\nJob cost {job['code']} {job['name']} ({job['entity']}, {job['currency']})")
    print(f"{'Code':<8}{'Type':<5}" + "".join(f"{label:>{WIDTH}}" for _n, label in REPORT_COLUMNS))
    for line in answer["lines"]:
        print(
            f"{line['cost_code']:<8}{line['cost_type']:<5}"
            + "".join(_money(line[name]) for name, _label in REPORT_COLUMNS)
        )
    totals = "".join(_money(answer["totals"][name]) for name, _label in REPORT_COLUMNS)
    print(f"{'Total':<13}{totals}", flush=True)


def check_totals(answer: dict, expected: dict[str, Decimal]) -> bool:
    """Compare the report's totals with the input; say so when one is wrong."""
    right = True
    for name, amount in expected.items():
        shown = Decimal(answer["totals"][name])
        if shown != amount:
            right = False
            print(f"WRONG {answer['job']['code']} {name}: {shown} instead of {amount}")
    if right:
        print(f"All {len(expected)} totals of {answer['job']['code']} agree with the input.")
    return right
