# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Draining a lane: with more workers, and with a long history behind it."""

import tempfile
from concurrent.futures import ThreadPoolExecutor

from .. import paths
from .row import Row
from .scene import Scene

MESSAGES = 10_000
HISTORY_MESSAGES = 2_000
SHORT, LONG = 10_000, 1_000_000


def drain_workers(scene: Scene) -> list[Row]:
    """Messages per second of one lane, drained by one, two and four processes at once."""
    measured = {workers: _drain_by(scene, workers) for workers in (1, 2, 4)}
    one = measured[1]
    return [
        Row(f"drain_{workers}_workers", rate, "messages/s", one, "one process")
        for workers, rate in measured.items()
    ]


def drain_history(scene: Scene) -> list[Row]:
    """The same drain with ten thousand and with a million finished messages kept."""
    short, long_ = scene.server.run_code(
        "from construction_setup.benchmarks import drain_in_odoo\n"
        f"answer = drain_in_odoo.beside_history(env, {HISTORY_MESSAGES}, {SHORT}, {LONG})"
    )
    return [
        Row("drain_history", long_, "messages/s", short, "with 10,000 kept instead of 1,000,000")
    ]


def _drain_by(scene: Scene, workers: int) -> float:
    """Messages per second from the first claim to the last commit of all processes."""
    scene.server.run_code(
        "from construction_setup.benchmarks import drain_in_odoo\n"
        f"drain_in_odoo.fill(env, {MESSAGES})"
    )
    # Odoo needs some seconds to load, and all drains must begin together
    with (
        tempfile.TemporaryDirectory(dir=paths.RUNTIME) as gate,
        ThreadPoolExecutor(workers) as pool,
    ):
        code = (
            "from construction_setup.benchmarks import drain_in_odoo\n"
            f"answer = drain_in_odoo.work_together(env, {gate!r}, {workers})"
        )
        worked = list(pool.map(scene.server.run_code, [code] * workers))
    if sum(count for _begin, _end, count in worked) != MESSAGES:
        raise ValueError(f"Not each message was drained once: {worked}")
    begin = min(begin for begin, _end, _count in worked)
    end = max(end for _begin, end, count in worked if count)
    return round(MESSAGES / (end - begin), 1)
