# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Draining a lane: with more workers, and with a long history behind it."""

import time
from concurrent.futures import ThreadPoolExecutor

from .row import Row
from .scene import Scene

MESSAGES = 10_000
HISTORY_MESSAGES = 2_000
SHORT, LONG = 10_000, 1_000_000
# Odoo's shell needs some seconds to load; all drains must begin together.
START_SECONDS = 20.0


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
    start = time.time() + START_SECONDS
    code = (
        "from construction_setup.benchmarks import drain_in_odoo\n"
        f"answer = drain_in_odoo.work(env, {start!r})"
    )
    with ThreadPoolExecutor(workers) as pool:
        ends = list(pool.map(scene.server.run_code, [code] * workers))
    if sum(count for _end, count in ends) != MESSAGES:
        raise ValueError(f"Not each message was drained once: {ends}")
    return round(MESSAGES / (max(end for end, count in ends if count) - start), 1)
