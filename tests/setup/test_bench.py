# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the benchmarks report."""

import time

import pytest

from construction_setup import bench
from construction_setup.benchmarks import BENCHMARKS
from construction_setup.benchmarks.row import ROUNDS, Row, rates
from construction_setup.benchmarks.timesheets import Timesheets
from construction_setup.errors import SetupError

ROW = Row("accept", 12000.0, "messages/s", 24000.0, "a bare controller")


def test_ratio_is_value_to_baseline() -> None:
    assert ROW.ratio == 0.5


def test_table_is_aligned_and_names_the_baseline() -> None:
    head, line = bench.table([ROW]).splitlines()
    assert line == "accept  12,000.0  messages/s  24,000.0   0.50  a bare controller"
    assert head.index("unit") == line.index("messages/s")


def test_rates_take_turns_and_leave_the_first_round_out() -> None:
    called = []

    def slow_at_first(number: int) -> None:
        called.append(("slow", number))
        time.sleep(0.2 if number == 0 else 0.01)

    (rate,) = rates(1, slow_at_first, prepare=lambda number: called.append(("prepare", number)))
    assert rate > 20
    assert called[:4] == [("prepare", 0), ("slow", 0), ("prepare", 1), ("slow", 1)]
    assert len(called) == 2 * (ROUNDS + 1)


def test_at_least_three_rounds() -> None:
    assert ROUNDS >= 3


def test_unknown_benchmark_names_the_known_ones() -> None:
    with pytest.raises(SetupError, match=", ".join(BENCHMARKS)):
        bench.run("nonsense", None)


def test_timesheets_never_repeat() -> None:
    made = {"entity": "E", "job_code": "J", "cost_code": "C", "employees": ["1", "2"]}
    timesheets = Timesheets(made)
    events = timesheets.take(50) + timesheets.take(50)
    assert len({event["id"] for event in events}) == 100
    assert len({event["data"]["timesheet_id"] for event in events}) == 100
