# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The parts of the drain benchmarks that run inside Odoo's shell."""

import os
import statistics
import time
from pathlib import Path

from . import in_odoo
from .row import ROUNDS

KEYS = 200
BATCH = 1000
PING = "construction.ping.sent.v1"


def fill(env, amount: int) -> None:
    """Take in connection checks under many ordering keys; they wait in one lane."""
    system = in_odoo._system(env, "timekeeping")
    system._allow([PING])
    first = env["integration.message"].search_count([("type", "=", PING)])
    for begin in range(first, first + amount, BATCH):
        in_odoo._accept(env, [_event(number) for number in range(begin, begin + BATCH)])


def work_together(env, gate: str, workers: int) -> tuple[float, float, int]:
    """Drain when as many processes have come to the gate, a folder; see ``work``."""
    here = Path(gate)
    (here / str(os.getpid())).touch()
    while len(list(here.iterdir())) < workers:
        time.sleep(0.01)
    return work(env)


def work(env) -> tuple[float, float, int]:
    """Drain until nothing is due; when it began, when the last commit was, and how many."""
    from odoo.addons.queue_job.exception import RetryableJobError

    lanes, total, begin = env["integration.lane"], 0, time.time()
    end = begin
    while due := lanes._due_lanes():
        for lane, _since in due:
            try:
                count = lanes._drain(lane)
                env.cr.commit()
            except RetryableJobError:
                env.cr.rollback()
                count = 0
            if count:
                total, end = total + count, time.time()
            else:
                # another process holds all keys
                env.cr.rollback()
                time.sleep(0.005)
    return begin, end, total


def beside_history(env, amount: int, short: int, long_: int) -> list[float]:
    """The rate of draining beside few and beside many finished messages."""
    fill(env, 1000)
    work(env)
    return [_rate_beside(env, amount, kept) for kept in (short, long_)]


def _rate_beside(env, amount: int, kept: int) -> float:
    _keep(env, kept)
    taken = []
    for _ in range(ROUNDS):
        fill(env, amount)
        begun = time.perf_counter()
        work(env)
        taken.append(time.perf_counter() - begun)
    return round(amount / statistics.median(taken), 1)


def _keep(env, kept: int) -> None:
    """Have this many finished messages, copies of one, as years of work leave them."""
    model = env["integration.message"]
    done = model.search([("type", "=", PING), ("state", "=", "done")], limit=1)
    more = kept - model.search_count([("state", "=", "done")])
    columns = [
        name
        for name, field in model._fields.items()
        if field.store and field.column_type and name not in ("id", "uuid", "external_id")
    ]
    names = ", ".join(f'"{name}"' for name in columns)
    env.cr.execute(
        f"""
        INSERT INTO integration_message (uuid, external_id, {names})
        SELECT gen_random_uuid(), 'kept-' || gen_random_uuid(), {names}
          FROM integration_message, generate_series(1, %s) WHERE id = %s
        """,
        [max(0, more), done.id],
    )
    env.cr.commit()
    env.cr._cnx.autocommit = True
    env.cr.execute("VACUUM ANALYZE integration_message")
    env.cr._cnx.autocommit = False


def _event(number: int) -> dict:
    return {
        "specversion": "1.0",
        "id": f"ping-{number}",
        "source": "timekeeping",
        "entity": in_odoo.ENTITY,
        "type": PING,
        "time": "2026-05-04T09:00:00Z",
        "partitionkey": f"key-{number % KEYS}",
        "data": {"text": f"text {number}"},
    }
