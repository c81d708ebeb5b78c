# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The live server: its processes, and what happens when one of them dies."""

import time
from collections.abc import Callable

import pytest
import requests

from construction_setup import state
from construction_setup.errors import SetupError
from construction_setup.server import WORKERS, Server


def eventually(holds: Callable[[], bool], seconds: float = 30) -> bool:
    """Wait until something holds."""
    deadline = time.monotonic() + seconds
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.2)
    return holds()


def test_answers_on_loopback_only(server: Server) -> None:
    assert requests.get(f"{server.url}/web/health", timeout=30).json() == {"status": "pass"}
    listening = [
        connection.laddr.ip
        for process in [server.master, *server.master.children(recursive=True)]
        for connection in process.connections(kind="inet")
        if connection.status == "LISTEN"
    ]
    assert set(listening) == {"127.0.0.1"}


def test_has_workers_scheduler_and_one_job_runner(server: Server) -> None:
    assert eventually(lambda: len(server.worker_pids()) == WORKERS)
    assert eventually(lambda: len(server.job_runner_pids()) == 1)
    assert eventually(lambda: len(server.cron_pids()) == 1)


def test_database_manager_is_closed(server: Server) -> None:
    answer = requests.post(
        f"{server.url}/jsonrpc",
        json={"params": {"service": "db", "method": "list", "args": []}},
        timeout=30,
    )
    assert "AccessDenied" in answer.json()["error"]["data"]["name"]


@pytest.mark.parametrize("kind", ["worker_pids", "job_runner_pids"])
def test_killed_process_is_replaced(server: Server, kind: str) -> None:
    assert eventually(lambda: bool(getattr(server, kind)()))
    before = getattr(server, kind)()
    server.kill(before[0])
    assert eventually(lambda: len(set(getattr(server, kind)()) - {before[0]}) == len(before))
    assert requests.get(f"{server.url}/web/health", timeout=30).ok


def test_kills_no_process_of_others(server: Server) -> None:
    with pytest.raises(SetupError, match="no process of the server live"):
        server.kill(1)


def test_second_start_keeps_the_running_server(server: Server) -> None:
    before = server.master.pid
    server.start()
    assert server.master.pid == before


def test_restart_keeps_the_address(server: Server) -> None:
    url, before = server.url, server.master.pid
    server.restart()
    assert server.url == url
    assert server.master.pid != before


def test_code_runs_in_the_database_and_is_committed(server: Server) -> None:
    write = "answer = env['ir.config_parameter'].set_param('construction.probe', 'kept')"
    server.run_code(write)
    read = "answer = env['ir.config_parameter'].get_param('construction.probe')"
    assert server.run_code(read) == "kept"


def test_failing_code_names_its_error(server: Server) -> None:
    with pytest.raises(SetupError, match="no such thing"):
        server.run_code("raise ValueError('no such thing')")


def test_a_pid_given_again_is_not_taken_for_ours(server: Server) -> None:
    noted = state.known("live")
    assert noted.process().pid == noted.pid
    other = state.Running(**{**noted.__dict__, "started": noted.started - 60})
    assert other.process() is None
