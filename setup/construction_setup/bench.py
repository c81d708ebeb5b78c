# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The bench command: named benchmarks on a live server, each against a baseline of the same run."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from . import addons, odoo_config, odoo_process, paths, postgres, runtime
from .benchmarks import BENCHMARKS
from .benchmarks.row import Row
from .benchmarks.scene import Scene
from .databases import PREFIX
from .errors import SetupError
from .progress import step
from .runtime import Runtime
from .server import Server

NAME = "bench"
DATABASE = f"{PREFIX}{NAME}"
BASELINES = paths.SETUP / "bench_addons"
COLUMNS = ("name", "value", "unit", "baseline", "ratio", "compared with")


def run(name: str | None, file: str | None) -> int:
    """Run one benchmark or all; print a table and write the rows to a file when one is named.

    :raises SetupError: no benchmark has that name
    """
    if name and name not in BENCHMARKS:
        raise SetupError(f"There is no benchmark {name}. There are: {', '.join(BENCHMARKS)}.")
    # Durable settings: what is measured must be what a user gets.
    environment = runtime.ensure("main")
    server = _prepare(environment)
    try:
        rows = list(_measure(server, [name] if name else list(BENCHMARKS)))
    finally:
        server.stop()
        environment.databases.drop(DATABASE)
        if environment.postgres.name == "main" and environment.postgres.idle():
            postgres.stop("main")
    print(table(rows))
    if file:
        Path(file).write_text(json.dumps([asdict(row) for row in rows], indent=2) + "\n")
    return 0


def table(rows: Iterable[Row]) -> str:
    """The rows as text, columns aligned."""
    cells = [
        COLUMNS,
        *(
            (
                row.name,
                f"{row.value:,.1f}",
                row.unit,
                f"{row.baseline:,.1f}",
                f"{row.ratio:.2f}",
                row.compared_with,
            )
            for row in rows
        ),
    ]
    widths = [max(len(line[column]) for line in cells) for column in range(len(COLUMNS))]
    return "\n".join(
        "  ".join(
            # numbers to the right
            text.rjust(width) if column in (1, 3, 4) else text.ljust(width)
            for column, (text, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in cells
    )


def _prepare(environment: Runtime) -> Server:
    """A server on a database of its own; nothing works beside the clock, neither runner nor scheduler.

    With neither of them, scheduled actions would drain the lanes that are measured.
    """
    template = environment.databases.suite()
    environment.databases.clone(template, DATABASE)
    server = Server(
        NAME,
        DATABASE,
        environment.source,
        environment.postgres,
        channels="root:0",
        schedulers=0,
        more_addons=(BASELINES,),
    )
    settings = odoo_config.Settings("bench-install", DATABASE, more_addons=(BASELINES,))
    config = odoo_config.write(environment.source, environment.postgres, settings)
    with step("Benchmark database"):
        names = addons.names(BASELINES)
        odoo_process.update(environment.source, config, DATABASE, install=names)
    server.start()
    return server


def _measure(server: Server, names: list[str]) -> Iterable[Row]:
    scene = Scene(
        server,
        server.run_code(
            "from construction_setup.benchmarks import in_odoo\nanswer = in_odoo.make(env)"
        ),
    )
    for name in names:
        with step(f"Benchmark {name}"):
            yield from BENCHMARKS[name](scene)
