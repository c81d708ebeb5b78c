# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The demo: a contractor's database, a live server, and outside systems that talk to it."""

import json
import subprocess
import tempfile
import time
from typing import Any

from demo.guide import next_steps
from demo.living import report

from . import addons, master_keys, odoo_config, odoo_process, paths, runtime, state
from .databases import PREFIX
from .errors import SetupError
from .progress import say, step
from .runtime import Runtime
from .server import Server

NAME = "demo"
DATABASE = f"{PREFIX}{NAME}"


def play(port: int = 0, leave: bool = False) -> int:
    """Make the demo afresh, play it and stay up; ``leave`` ends all when it is played.

    Returns the exit code of the play: not 0 when a total was wrong.
    """
    environment = runtime.ensure()
    server = _server(environment, port)
    server.stop()
    answer = _make(environment)
    with step("Odoo server"):
        server.start()
    code = _tell(server, answer)
    if not code and not leave:
        stay(server)
    server.stop()
    return code


def serve(port: int = 0) -> int:
    """Serve the demo's database, made first when there is none."""
    environment = runtime.ensure()
    server = _server(environment, port)
    if environment.databases.exists(DATABASE):
        _upgrade(environment, server)
    else:
        server.stop()
        _make(environment)
    with step("Odoo server"):
        server.start()
    stay(server)
    server.stop()
    return 0


def shell() -> int:
    """Open Odoo's shell on the demo's database."""
    environment = runtime.ensure()
    _need_database(environment)
    settings = odoo_config.Settings("shell", DATABASE)
    config = odoo_config.write(environment.source, environment.postgres, settings)
    options = ["-d", DATABASE, "--no-http", "--workers=0"]
    return subprocess.call(odoo_process.command(environment.source, "shell", config, *options))


def key(system: str) -> str:
    """A fresh bearer key of one of the demo's outside systems.

    :raises SetupError: there is no demo, or no such system in it
    """
    return run_code(f"from demo.seed import issue_key\nanswer = issue_key(env, {system!r})")


def rotate_secrets() -> dict:
    """Give the checkout a fresh master key and encrypt the demo's secrets with it.

    Returns ``key`` (its fingerprint), ``rotated`` and ``unreadable`` (counts).

    :raises SetupError: there is no demo, or it is running: it would not know the fresh key
    """
    environment = runtime.ensure()
    _need_database(environment)
    server = _server(environment)
    if server.master:
        raise SetupError("The demo is running with the old key. Stop it first: ./setup/run stop")
    master_keys.add()
    settings = odoo_config.Settings("shell", DATABASE)
    config = odoo_config.write(environment.source, environment.postgres, settings)
    code = "answer = env['integration.vault']._rotate_all()"
    return odoo_process.run_code(environment.source, config, DATABASE, code)


def run_code(code: str) -> Any:
    """Run Python in Odoo on the demo's database; see odoo_process.run_code.

    :raises SetupError: there is no demo, or the code fails
    """
    environment = runtime.ensure()
    _need_database(environment)
    return _server(environment).run_code(code)


def url() -> str:
    """The base address of the demo's server.

    :raises SetupError: it is not running
    """
    running = state.known(NAME)
    if not running or not running.process():
        raise SetupError("The demo is not running. Start it with ./setup/run demo or serve.")
    return f"http://127.0.0.1:{running.http_port}"


def stay(server: Server) -> None:
    """Wait until somebody stops the server: Ctrl-C here, or ``./setup/run stop`` elsewhere."""
    say(next_steps(server.url))
    say("Stop with Ctrl-C, or with ./setup/run stop elsewhere.")
    while server.master:
        time.sleep(1)


def _server(environment: Runtime, port: int = 0) -> Server:
    return Server(NAME, DATABASE, environment.source, environment.postgres, port=port, front=True)


def _need_database(environment: Runtime) -> None:
    if not environment.databases.exists(DATABASE):
        raise SetupError("There is no demo database yet. Make it with ./setup/run demo or serve.")


def _make(environment: Runtime) -> dict:
    """Clone the suite's template and put the contractor in; all of it or nothing is left."""
    template = environment.databases.suite()
    with step("Demo database, with two years of history"):
        environment.databases.clone(template, DATABASE)
        try:
            code = "from demo.seed import seed\nanswer = seed(env)"
            answer = _server(environment).run_code(code)
            _load_history(_server(environment))
        except BaseException:
            environment.databases.drop(DATABASE)
            raise
    return answer


def _load_history(server: Server) -> None:
    """Two years of work, before the outside systems begin to talk."""
    loaded = server.run_code("from demo.living.load import load\nanswer = load(env)")
    say(report.text(loaded))
    if loaded["wrong"]:
        raise SetupError("The demo's history is not what its plan says.")


def _upgrade(environment: Runtime, server: Server) -> None:
    """Bring the demo's database up to addons that changed since it was made."""
    template = environment.databases.suite()
    if environment.databases.made_from(DATABASE) == template:
        return
    server.stop()
    settings = odoo_config.Settings("install", DATABASE)
    config = odoo_config.write(environment.source, environment.postgres, settings)
    names = addons.names()
    with step("Demo database: upgrade to the changed addons"):
        odoo_process.update(environment.source, config, DATABASE, install=names, upgrade=names)
        environment.databases.mark(DATABASE, template)


def _tell(server: Server, answer: dict) -> int:
    """Run the play in its own process, against the live server."""
    context = {"url": server.url, "database": server.database, **answer}
    # Keys pass through a file that only we can read, and which is gone afterwards.
    with tempfile.NamedTemporaryFile("w", suffix=".json", dir=paths.RUNTIME) as stream:
        json.dump(context, stream)
        stream.flush()
        command = [str(paths.VENV_PYTHON), "-m", "demo.play", stream.name]
        return subprocess.call(command, cwd=paths.SETUP)
