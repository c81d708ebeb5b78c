# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A live Odoo with HTTP workers, a websocket worker, a scheduler and the job runner."""

import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil

from . import commands, odoo_config, odoo_process, paths, ports, state
from .errors import SetupError
from .odoo_source import OdooSource
from .postgres import Postgres

START_TIMEOUT = 120.0
STOP_TIMEOUT = 20.0
KILL_TIMEOUT = 5.0
# Jobs come in through HTTP workers: two may work on jobs while two answer calls.
WORKERS = 4
CHANNELS = "root:2"


class Server:
    """One Odoo server of this checkout, known by its name across calls.

    :param name: ``demo``, ``live`` (system tests), ``bench`` ...
    :param schedulers: processes for scheduled actions
    :param front: serve websockets on the same port, as the web client needs it
    :param port: HTTP port; 0: the one used last when it is free, else any free one
    """

    def __init__(
        self,
        name: str,
        database: str,
        source: OdooSource,
        postgres: Postgres,
        *,
        port: int = 0,
        workers: int = WORKERS,
        channels: str = CHANNELS,
        schedulers: int = 1,
        more_addons: tuple[Path, ...] = (),
        front: bool = False,
    ) -> None:
        self.name = name
        self._has_front = front
        self.database = database
        self.postgres = postgres
        self.source = source
        self.log = paths.LOGS / f"{name}.log"
        self.more_addons = more_addons
        self._settings = odoo_config.Settings(
            name,
            database,
            http_port=port,
            workers=workers,
            channels=channels,
            more_addons=more_addons,
            schedulers=schedulers,
        )

    @property
    def url(self) -> str:
        """The base address; the server must have been started once."""
        running = state.known(self.name)
        if not running:
            raise SetupError(f"The server {self.name} was not started yet.")
        return f"http://{ports.LOOPBACK}:{running.http_port}"

    @property
    def master(self) -> psutil.Process | None:
        """The process that all the others descend from; nothing when the server is down."""
        running = state.known(self.name)
        return running.process() if running and running.database == self.database else None

    def start(self) -> None:
        """Start the server and wait until it answers; one that runs already is kept."""
        if self.master:
            self._wait()
            return
        public, http_port, gevent_port = self._choose_ports()
        settings = replace(self._settings, http_port=http_port, gevent_port=gevent_port)
        config = odoo_config.write(self.source, self.postgres, settings)
        command = odoo_process.command(self.source, "server", config)
        pid = self._spawn(self.name, command, public)
        if self._has_front:
            front = [str(paths.VENV_PYTHON), "-m", "construction_setup.front"]
            numbers = map(str, (public, http_port, gevent_port, pid))
            self._spawn(f"{self.name}-front", [*front, *numbers], public)
        self._wait()

    def _spawn(self, name: str, command: list[str], port: int) -> int:
        with self.log.open("a") as stream:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=subprocess.STDOUT,
                cwd=paths.SETUP,
                # A terminal's Ctrl-C reaches us alone: we end the server in good order.
                start_new_session=True,
            )
        started = psutil.Process(process.pid).create_time()
        state.remember(state.Running(name, process.pid, started, self.database, port))
        return process.pid

    def stop(self) -> None:
        """Stop the server and everything that descends from it."""
        for name in (f"{self.name}-front", self.name):
            running = state.known(name)
            if running:
                end(running)

    def restart(self) -> None:
        """Stop and start, on the same port where that is free."""
        self.stop()
        self.start()

    def worker_pids(self) -> list[int]:
        """Process ids of the HTTP workers."""
        return self._children("WorkerHTTP")

    def job_runner_pids(self) -> list[int]:
        """Process ids of the queue_job runner (one, unless it is being replaced)."""
        return self._children("WorkerJobRunner")

    def cron_pids(self) -> list[int]:
        """Process ids of the scheduler's workers."""
        return self._children("WorkerCron")

    def kill(self, pid: int) -> None:
        """End one process of this server at once, as a crash would.

        :raises SetupError: the process is not one of this server's
        """
        master = self.master
        if not master or pid not in {child.pid for child in master.children(recursive=True)}:
            raise SetupError(f"{pid} is no process of the server {self.name}.")
        os.kill(pid, signal.SIGKILL)

    def run_code(self, code: str) -> Any:
        """Run Python in Odoo's shell on this server's database; see odoo_process.run_code."""
        config = odoo_config.path_of(self.postgres, self.name)
        if not config.exists():
            odoo_config.write(self.source, self.postgres, self._settings)
        return odoo_process.run_code(self.source, config, self.database, code)

    def _children(self, kind: str) -> list[int]:
        master = self.master
        found = []
        for child in master.children() if master else []:
            try:
                title = " ".join(child.cmdline())
            except psutil.NoSuchProcess:
                continue
            if f"odoo: {kind} " in title:
                found.append(child.pid)
        return sorted(found)

    def _choose_ports(self) -> tuple[int, int, int]:
        """The port that users see, Odoo's HTTP port and its websocket port."""
        wanted = self._settings.http_port
        if wanted and not ports.is_free(wanted):
            raise SetupError(f"Port {wanted} is in use. Free it, or choose another with --port.")
        last = state.known(self.name)
        public, http_port, gevent_port = ports.free(3)
        if not wanted and last and ports.is_free(last.http_port):
            wanted = last.http_port
        public = wanted or public
        return public, http_port if self._has_front else public, gevent_port

    def _wait(self) -> None:
        """Wait for the first answer."""
        url = f"{self.url}/web/health"
        deadline = time.monotonic() + START_TIMEOUT
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(url, timeout=30) as answer:
                    if answer.status == 200:
                        return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                pass
            if not self.master:
                break
            time.sleep(0.2)
        said = commands.tail(self.log.read_text(errors="replace"))
        self.stop()
        raise SetupError(f"Odoo did not come up:\n{said}\nThe whole log: {self.log}")


def end(running: state.Running) -> bool:
    """End a noted server with all that descends from it; false when it had ended already."""
    process = running.process()
    if not process:
        return False
    family = [process, *process.children(recursive=True)]
    process.terminate()
    for survivor in _alive_after(family, STOP_TIMEOUT):
        survivor.kill()
    _alive_after(family, KILL_TIMEOUT)
    return True


def _alive_after(family: list[psutil.Process], seconds: float) -> list[psutil.Process]:
    """Wait for processes to end; those that have not. A zombie has ended: it is not our child."""
    deadline = time.monotonic() + seconds
    while (alive := list(filter(_is_alive, family))) and time.monotonic() < deadline:
        time.sleep(0.05)
    return alive


def _is_alive(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
