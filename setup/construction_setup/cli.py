# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The commands. Runs in any Python first, and goes on in the virtual environment's."""

import argparse
import os
import signal
import sys
from collections.abc import Callable, Sequence

from . import paths, progress, python_env
from .errors import SetupError
from .locking import exclusive
from .progress import say, warn

DESCRIPTION = """commands:
  demo          make a contractor's database, play real input through the HTTP API, stay up
                  --exit    end everything when it is played
  test          lint, addon tests, system tests, packaging; the last line counts them
                  PATH ...  only the tests of these files or folders
                  -k WORDS  only tests whose name matches
  serve         serve the demo's database (made when there is none)
  shell         Odoo's Python shell on the demo's database
  bench [NAME]  measure against a baseline taken in the same run
                  --json F  write the rows to a file
  key SYSTEM    print a fresh bearer key for an outside system of the demo
  url           print the demo's base address
  secrets ...   the keys that encrypt secrets in the database
                  new-key  print a fresh one, for a server's construction_master_keys
                  rotate   give this checkout a fresh one and encrypt the demo's secrets with it
  config export FILE  write the demo's integration settings to a YAML file; no secrets
  config import FILE  show what the file would change, ask, then change it
                  </dev/null  only show it
                  --yes  do not ask
  audit verify FILE  check an exported audit chain, without Odoo and without a database
                  --after FILE  an earlier export, which this one must continue (repeatable)
  stop          end whatever this checkout started
  clean         stop, and remove .runtime and .venv
  lock          pin the Python packages of setup/requirements.in anew

variables:
  PGHOST, PGPORT, PGUSER, PGPASSWORD   use this PostgreSQL server, not an own one
  ODOO_HOME                            use this Odoo 19, not Debian's package
  CONSTRUCTION_PORT                    HTTP port of demo and serve (also: --port)
"""


def main(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.help or options.command in (None, "help"):
        parser.print_help()
        return 0
    if options.command in ("key", "url", "secrets"):
        # Their standard output is the answer alone, for scripts.
        progress.to_standard_error()
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, _interrupt)
    try:
        _enter_environment(options.command, arguments)
        return _COMMANDS[options.command](options)
    except SetupError as error:
        warn(f"\n{error}")
        return 1
    except KeyboardInterrupt:
        return _interrupted(options.command)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="./setup/run",
        usage="./setup/run COMMAND ...",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        add_help=False,
    )
    parser.add_argument("-h", "--help", action="store_true", help=argparse.SUPPRESS)
    commands = parser.add_subparsers(dest="command", help=argparse.SUPPRESS)
    for name in ("help", "shell", "stop", "clean", "url", "lock"):
        commands.add_parser(name)
    for name in ("demo", "serve"):
        command = commands.add_parser(name)
        port = int(os.environ.get("CONSTRUCTION_PORT") or 0)
        command.add_argument("--port", type=int, default=port)
    commands.choices["demo"].add_argument("--exit", action="store_true")
    commands.add_parser("key").add_argument("system")
    commands.add_parser("secrets").add_argument("action", choices=["new-key", "rotate"])
    config = commands.add_parser("config")
    config.add_argument("action", choices=["export", "import"])
    config.add_argument("file")
    config.add_argument("--yes", action="store_true")
    audit = commands.add_parser("audit")
    audit.add_argument("action", choices=["verify"])
    audit.add_argument("file")
    audit.add_argument("--after", dest="earlier", action="append", default=[])
    test = commands.add_parser("test")
    test.add_argument("paths", nargs="*")
    test.add_argument("-k", dest="words", default="")
    bench = commands.add_parser("bench")
    bench.add_argument("name", nargs="?")
    bench.add_argument("--json", dest="file")
    return parser


def _enter_environment(command: str, arguments: Sequence[str]) -> None:
    """Go on in the Python of .venv, which is made when this command needs it."""
    inside = sys.prefix == str(paths.VENV)
    if command in ("stop", "clean") and not paths.VENV_PYTHON.exists():
        return
    if not inside:
        if command not in ("stop", "clean"):
            with exclusive("packages"):
                python_env.ensure()
        run = str(paths.SETUP / "run")
        os.execv(paths.VENV_PYTHON, [str(paths.VENV_PYTHON), run, *arguments])


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def _interrupted(command: str) -> int:
    """After Ctrl-C nothing of a command goes on unseen."""
    if command in ("demo", "serve"):
        return _stop(argparse.Namespace())
    return 130


def _demo(options: argparse.Namespace) -> int:
    from . import demo

    code = demo.play(options.port, leave=options.exit)
    if options.exit or code:
        _stop(options)
    return code


def _serve(options: argparse.Namespace) -> int:
    from . import demo

    return demo.serve(options.port)


def _shell(_: argparse.Namespace) -> int:
    from . import demo

    return demo.shell()


def _key(options: argparse.Namespace) -> int:
    from . import demo

    print(demo.key(options.system))
    return 0


def _url(_: argparse.Namespace) -> int:
    from . import demo

    print(demo.url())
    return 0


def _secrets(options: argparse.Namespace) -> int:
    from . import demo, master_keys

    if options.action == "new-key":
        print(master_keys.new_key())
        return 0
    outcome = demo.rotate_secrets()
    print(
        f"{outcome['rotated']} secrets are now encrypted with key {outcome['key']}; "
        f"{outcome['unreadable']} cannot be read."
    )
    return 1 if outcome["unreadable"] else 0


def _config(options: argparse.Namespace) -> int:
    from . import config_file

    if options.action == "export":
        return config_file.export(options.file)
    return config_file.take(options.file, ask=not options.yes)


def _stop(_: argparse.Namespace) -> int:
    if not paths.VENV_PYTHON.exists():
        say("Nothing of this checkout was running.")
        return 0
    from . import stopping

    return stopping.stop()


def _clean(_: argparse.Namespace) -> int:
    from . import stopping

    return stopping.clean()


def _test(options: argparse.Namespace) -> int:
    from . import testing

    return testing.run(options.paths, options.words)


def _bench(options: argparse.Namespace) -> int:
    from . import bench

    return bench.run(options.name, options.file)


def _audit(options: argparse.Namespace) -> int:
    from . import audit

    return audit.verify(options.file, options.earlier)


def _lock(_: argparse.Namespace) -> int:
    python_env.lock()
    return 0


_COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "demo": _demo,
    "serve": _serve,
    "shell": _shell,
    "key": _key,
    "url": _url,
    "secrets": _secrets,
    "stop": _stop,
    "clean": _clean,
    "lock": _lock,
    "audit": _audit,
    "config": _config,
    "test": _test,
    "bench": _bench,
}
