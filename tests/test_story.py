# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The demo's whole story on a live server, while its processes are killed at random."""

import random
import threading
import time
from collections.abc import Callable

import pytest

from construction_setup.server import Server
from demo import contract_2652j, school_job
from demo.client import Person
from demo.play import main as play

PAUSES = (0.5, 2.5)


@pytest.fixture(scope="module")
def played(server: Server, contractor: dict) -> dict:
    """Play the story while HTTP workers and the job runner are killed; what it came to."""
    settings = {"url": server.url, "database": server.database, **contractor}
    result: dict = {"killed": []}

    def run() -> None:
        result["code"] = play(settings)

    teller = threading.Thread(target=run)
    teller.start()
    chance = random.Random(2652)
    kinds: list[tuple[str, Callable[[], list[int]]]] = [
        ("worker", server.worker_pids),
        ("runner", server.job_runner_pids),
    ]
    while teller.is_alive():
        time.sleep(chance.uniform(*PAUSES))
        kind, find = kinds[len(result["killed"]) % 2]
        pids = find()
        if pids and teller.is_alive() and len(result["killed"]) < 14:
            server.kill(chance.choice(pids))
            result["killed"].append(kind)
    teller.join()
    return result


@pytest.fixture(scope="module")
def controller(server: Server, contractor: dict, played: dict) -> Person:
    return Person(server.url, server.database, "controller", contractor["password"])


def test_processes_really_died(played: dict) -> None:
    assert {"worker", "runner"} <= set(played["killed"])
    assert len(played["killed"]) >= 6


def test_totals_are_right_in_spite_of_it(played: dict) -> None:
    """The play compares both job cost reports with the input to the cent."""
    assert played["code"] == 0


@pytest.mark.parametrize(
    ("model", "domain", "count"),
    [
        ("construction.requisition", [], 2),
        ("purchase.order", [("state", "=", "purchase")], 2),
        ("purchase.order", [("state", "!=", "purchase")], 0),
        ("account.move", [("move_type", "=", "in_invoice"), ("state", "=", "posted")], 14),
        ("account.move", [("move_type", "=", "in_invoice"), ("state", "!=", "posted")], 0),
        ("stock.picking", [("state", "=", "done")], len(school_job.RECEIPTS)),
        ("account.analytic.line", [("timesheet_number", "!=", False)], 20),
        ("construction.estimate", [("state", "=", "awarded")], 2),
        (
            "construction.cost.code",
            [("company_id", "!=", False)],
            len(contract_2652j.bid_items()) + 3 + len(school_job.COST_CODES),
        ),
    ],
)
def test_nothing_is_lost_or_doubled(server: Server, played, model, domain, count) -> None:
    """Counted by the administrator of the database, who sees all companies."""
    code = f"answer = env[{model!r}].search_count({domain!r})"
    assert server.run_code(code) == count


def test_each_message_ended_where_it_should(server: Server, played: dict) -> None:
    code = (
        "answer = {state: count for state, count in env['integration.message']._read_group("
        "[('external_id', 'not =like', 'api-%')], ['state'], ['__count'])}"
    )
    assert server.run_code(code) == {"done": 78, "exception": 2}


def test_ledger_agrees_with_the_documents(server: Server, played: dict) -> None:
    assert server.run_code("answer = len(env['construction.cost.entry']._sweep())") == 0


def test_commitments_are_dated_by_their_papers(server: Server, played: dict) -> None:
    code = """
env.cr.execute(
    "SELECT date::text FROM construction_cost_entry WHERE bucket = 'original_commitments'"
    " GROUP BY date HAVING SUM(amount) <> 0 ORDER BY date")
answer = [day for (day,) in env.cr.fetchall()]
"""
    days = [contract_2652j.SIGNED.isoformat(), school_job.FIRST_DAY.isoformat()]
    assert server.run_code(code) == days
