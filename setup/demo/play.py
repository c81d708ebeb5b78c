# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The main job: outside systems send a contractor's real input, people approve it, and the job
cost report must agree with the input to the cent.

    python -m demo.play SETTINGS.json      (run by `./setup/run demo`)

SETTINGS: {"url", "database", "keys": {system: bearer key}, "password"}.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import requests

from . import contract_2652j, owner_2652j, papers_2652j, school_job
from .client import DemoError, OutsideSystem, Person
from .output import Journal, check_totals, print_job_cost

CIVIL, BUILD = "CIVIL", "BUILD"


class Play:
    """One run of the story; `journal` keeps what happened to each message."""

    def __init__(self, settings: dict) -> None:
        self.url, self.database = settings["url"], settings["database"]
        self.keys, self.password = settings["keys"], settings["password"]
        self.journal = Journal()
        self.people: dict[str, Person] = {}

    def system(self, code: str, entity: str) -> OutsideSystem:
        return OutsideSystem(self.url, code, self.keys[code], entity)

    def person(self, login: str) -> Person:
        if login not in self.people:
            self.people[login] = Person(self.url, self.database, login, self.password)
        return self.people[login]

    def send(
        self,
        system: OutsideSystem,
        events: Sequence[dict],
        expect: str = "done",
        note: str = "",
    ) -> list[str]:
        """Send a batch, wait until it settles and write down what became of it."""
        results = system.send(list(events))
        uuids = [result["message"] for result in results if result.get("message")]
        answers = system.settle(uuids)
        self.journal.add(system, events, results, answers, note)
        wrong = [answers[uuid] for uuid in uuids if answers[uuid]["state"] != expect]
        if wrong or len(uuids) != len(events):
            strange = [(a["id"], a["state"], a["reason"]) for a in wrong[:3]] or results[:3]
            raise DemoError(f"{system.code}: {expect} was expected, not {strange}")
        return uuids

    def go_on(self, system: OutsideSystem, uuids: Iterable[str], note: str) -> None:
        """What was parked must be released by what it waited for."""
        answers = system.settle(uuids, until={"done", "exception", "dead", "rejected"})
        self.journal.released(system, answers, note)
        wrong = [answer for answer in answers.values() if answer["state"] != "done"]
        if wrong:
            raise DemoError(f"{system.code}: not released: {wrong}")

    # -- people ----------------------------------------------------------------------------

    def approve_requisition(self, number: str, day: date) -> None:
        """Approve what was requested; its order is committed from the day of its paper on."""
        director = self.person("approver")
        self.press(
            director,
            "construction.requisition",
            [("reference", "=", number), ("state", "=", "submitted")],
            "action_approve",
        )
        self.press(
            director,
            "purchase.order",
            [("requisition_id.reference", "=", number), ("state", "=", "purchase")],
            "write",
            {"date_approve": f"{day.isoformat()} 19:00:00"},
        )
        self.journal.person("approver", f"approved requisition {number}: committed on {day}")

    def approve_bills(self, numbers: Sequence[str]) -> None:
        payables = self.person("payables")
        self.press(
            payables,
            "account.move",
            [("ref", "in", list(numbers)), ("state", "=", "draft")],
            "action_approve_bill",
        )
        self.journal.person("payables", f"approved and posted {len(numbers)} bills")

    def persist(self, do: Callable[[], Any]) -> Any:
        """Do what may be done again; when the connection breaks, once more."""
        for _attempt in range(10):
            try:
                return do()
            except requests.ConnectionError:
                time.sleep(1)
        raise DemoError(f"no connection to {self.url}")

    def press(self, person: Person, model: str, domain: list, button: str, *values: object) -> None:
        """Press a button on what is found; when the connection breaks, look again first."""

        def do() -> None:
            ids = person.search(model, domain)
            if ids:
                person.call(model, button, ids, *values)

        self.persist(do)

    # -- the story -------------------------------------------------------------------------

    def public_contract(self) -> None:
        """The civil company's job: the real contract 2652J."""
        story = contract_2652j
        self.journal.chapter("Harbor & Pine Civil: public contract 2652J (real figures)")
        estimating = self.system("estimating", CIVIL)
        procurement = self.system("procurement", CIVIL)
        capture = self.system("capture", CIVIL)
        early = self.send(
            estimating,
            [story.estimate_event(estimating)],
            expect="waiting",
            note="out of order on purpose: the job is not known yet",
        )
        codes = story.cost_code_events(estimating)
        self.send(estimating, codes)
        self.send(estimating, [story.job_event(estimating)])
        self.go_on(estimating, early, "released by the job's arrival")
        self.resend(estimating, codes)
        self.send(procurement, [story.vendor_event(procurement)])
        papers_2652j.hand_in(self)
        self.send(procurement, [story.works_order_event(procurement)])
        self.approve_requisition(story.ORDER, story.SIGNED)
        self.send(capture, story.invoice_events(capture), note="12 certified progress payments")
        self.approve_bills(story.invoice_numbers())
        owner_2652j.bill_owner(self)

    def resend(self, system: OutsideSystem, events: list[dict]) -> None:
        """The same batch a second time: each message is known, nothing happens twice."""
        results = system.send(events)
        self.journal.add(system, events, results, {}, "sent twice on purpose")
        if {result["status"] for result in results} != {"duplicate"}:
            raise DemoError(f"a repeated batch was not recognised: {results}")

    def school(self) -> None:
        """The building company's job: materials, split deliveries, hours."""
        story = school_job
        self.journal.chapter("Harbor & Pine Building: Riverside Elementary (invented figures)")
        estimating = self.system("estimating", BUILD)
        procurement = self.system("procurement", BUILD)
        field = self.system("field", BUILD)
        capture = self.system("capture", BUILD)
        self.send(estimating, [*story.cost_code_events(estimating), story.job_event(estimating)])
        self.send(estimating, [story.estimate_event(estimating)])
        self.send(procurement, story.catalogue_events(procurement))
        first, second = story.receipt_events(field)
        early = self.send(
            field, [first], expect="waiting", note="the truck came before the order was approved"
        )
        self.send(procurement, [story.requisition_event(procurement)])
        self.approve_requisition(story.REQUISITION, story.FIRST_DAY)
        self.go_on(field, early, "released by the order's approval")
        self.send(field, [second], note="the rest of the split delivery")
        self.send(capture, story.invoice_events(capture))
        self.approve_bills([number for number, _day, _lines in story.INVOICES])
        self.crew_hours()
        self.send(
            procurement,
            [story.over_budget_event(procurement)],
            expect="exception",
            note="over budget on purpose",
        )

    def crew_hours(self) -> None:
        story = school_job
        timekeeping = self.system("timekeeping", BUILD)
        self.send(timekeeping, story.employee_events(timekeeping))
        self.send(timekeeping, story.timesheet_events(timekeeping), note="a crew's week")
        self.send(
            timekeeping,
            [story.unknown_code_event(timekeeping)],
            expect="exception",
            note="unknown cost code on purpose",
        )

    def report(self) -> bool:
        """Print both job cost reports; True when every expected total holds."""
        right = True
        for story, entity in ((contract_2652j, CIVIL), (school_job, BUILD)):
            answer = self.system("estimating", entity).job_cost(story.JOB)
            print_job_cost(answer)
            right &= check_totals(answer, story.expected_totals())
        return right & owner_2652j.check(self)


def main(settings: dict) -> int:
    """Play the story against a running server; 0 when all totals are right."""
    play = Play(settings)
    try:
        play.public_contract()
        play.school()
    except DemoError as error:
        print(f"\nThe demo stopped: {error}", file=sys.stderr)
        return 1
    play.journal.print_summary()
    return 0 if play.report() else 1


if __name__ == "__main__":
    sys.exit(main(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))))
