# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Workers, the job runner and PostgreSQL die under load; the messages do not."""

import os
import random
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import requests

from construction_setup import postgres
from construction_setup.errors import SetupError
from construction_setup.postgres import Postgres
from construction_setup.server import Server

from .probes import SMALL, Probes, eventually

PATIENCE = "construction_connector_base.runner_patience"


@contextmanager
def meanwhile(
    act: Callable[[random.Random], None], pauses: tuple[float, float], times: int
) -> Iterator[list]:
    """Do something so many times, at random moments, while the body runs and after it."""
    done: list[float] = []
    chance = random.Random(3)

    def run() -> None:
        for _ in range(times):
            time.sleep(chance.uniform(*pauses))
            act(chance)
            done.append(time.monotonic())

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield done
    finally:
        thread.join()


@contextmanager
def supervised(server: Server) -> Iterator[None]:
    """Start the server again when it ends, as every service manager does.

    Odoo's first process gives up when it wants the database in the moment in which that is away.
    """
    stop = threading.Event()

    def watch() -> None:
        while not stop.wait(0.5):
            if not server.master:
                # the next look tries again
                with suppress(SetupError):
                    server.start()

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def test_workers_and_runner_killed_at_random(server: Server, probes: Probes) -> None:
    def kill(chance: random.Random) -> None:
        pids = server.worker_pids() + server.job_runner_pids()
        if pids:
            server.kill(chance.choice(pids))

    with meanwhile(kill, (0.3, 1.0), 20) as killed:
        probes.send()
    assert len(killed) == 20
    probes.assert_each_once_in_order()


def test_postgres_crashes_under_load(server: Server, cluster: Postgres, probes: Probes) -> None:
    def crash(_chance: random.Random) -> None:
        postgres.crash(cluster.name)
        postgres.ensure_own(cluster.name)

    with supervised(server):
        with meanwhile(crash, (2.0, 5.0), 3) as crashed:
            probes.send()
        assert len(crashed) == 3
        probes.assert_each_once_in_order()


def test_hung_runner_is_noticed_and_a_cron_drains(server: Server, probes: Probes) -> None:
    server.run_code(f"env['ir.config_parameter'].set_param({PATIENCE!r}, '10')")
    assert eventually(lambda: bool(server.job_runner_pids()))
    pid = server.job_runner_pids()[0]
    os.kill(pid, signal.SIGSTOP)
    try:
        probes.send()
        assert eventually(lambda: _health(server)["draining"] == "cron", 60)
        probes.assert_each_once_in_order()
    finally:
        os.kill(pid, signal.SIGCONT)
    assert eventually(lambda: _health(server)["draining"] == "runner", 60)


def test_a_cron_drains_without_any_runner(server: Server, key: str, cluster: Postgres) -> None:
    server.stop()
    without = Server(
        "faults", server.database, server.source, cluster, channels="root:0",
        more_addons=server.more_addons,
    )  # fmt: skip
    without.start()
    try:
        assert eventually(lambda: not _health(without)["runner"], 30)
        probes = Probes(without, key, "no-runner")
        probes.send()
        probes.assert_each_once_in_order()
    finally:
        without.stop()
        server.start()


def test_two_servers_share_the_lanes_and_a_small_one_does_not_starve(
    server: Server, key: str, probes: Probes, cluster: Postgres
) -> None:
    second = Server(
        "faults-second", server.database, server.source, cluster, more_addons=server.more_addons
    )
    second.start()
    small = Probes(server, key, "small-lane", amount=40, keys=4, type_=SMALL)
    try:
        probes.send()
        small.send()
        # the runner that was elected goes; the other takes over
        for pid in server.job_runner_pids():
            server.kill(pid)
        probes.assert_each_once_in_order()
        small.assert_each_once_in_order()
    finally:
        second.stop()
    with cluster.connect(server.database) as cursor:
        cursor.execute(
            "SELECT (SELECT max(applied_at) FROM integration_message WHERE workflow = 'probe_small')"
            " < (SELECT max(applied_at) FROM integration_message WHERE workflow = 'probe_big')"
        )
        assert cursor.fetchone()[0]
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        assert cursor.fetchone()[0] == 0


def _health(server: Server) -> dict:
    return requests.get(f"{server.url}/construction/v1/health", timeout=30).json()
