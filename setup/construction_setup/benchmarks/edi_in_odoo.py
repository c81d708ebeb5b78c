# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The comparison with OCA's EDI framework, inside Odoo's shell.

Its jobs run one after the other in this process, each in a transaction of its own as its worker
does, but without the pauses of the job runner and its HTTP calls: that is in its favour.
"""

import json
from typing import Any

from . import in_odoo
from .row import rates
from .timesheets import Timesheets


def measure(env, made: dict[str, Any], ours: int, theirs: int) -> dict[str, float]:
    """Messages per second of the suite and of the EDI framework."""
    timesheets = Timesheets(made, "edi")
    backend = _backend(env, made)
    batches: dict[str, list] = {}

    def prepare(number: int) -> None:
        batches["ours"] = timesheets.take(ours)
        batches["theirs"] = in_odoo._line_values(env, timesheets.take(theirs))

    def suite(number: int) -> None:
        in_odoo._accept(env, batches["ours"])
        in_odoo._drain(env)

    def edi(number: int) -> None:
        for values in batches["theirs"]:
            _receive(env, backend, values)
        _run_jobs(env)

    (suite_rate,) = rates(ours, suite, prepare=prepare)
    (edi_rate,) = rates(theirs, edi, prepare=prepare)
    return {"suite": suite_rate, "edi": edi_rate}


def _backend(env, made: dict[str, Any]):
    """A backend with one type of incoming file."""
    # sudo is not needed: the shell works as the superuser
    type_ = env["edi.backend.type"].create({"name": "Benchmark", "code": "bench"})
    backend = env["edi.backend"].create({"name": "Benchmark", "backend_type_id": type_.id})
    env["edi.exchange.type"].create(
        {
            "name": "Timesheet",
            "code": "timesheet",
            "direction": "input",
            "backend_type_id": type_.id,
            "backend_id": backend.id,
            "exchange_file_ext": "json",
            "process_model_id": env["ir.model"]._get_id("construction.bench.edi.timesheet"),
        }
    )
    env.cr.commit()
    return backend


def _receive(env, backend, values: dict[str, Any]) -> None:
    """Keep a file and queue its processing, as a call that brings one would do."""
    record = backend.create_record("timesheet", {})
    record._set_file_content(json.dumps(values))
    record.edi_exchange_state = "input_received"
    record.with_delay().action_exchange_process()
    env.cr.commit()


def _run_jobs(env) -> None:
    """Run the pending jobs, two transactions each: one to take it, one to do it."""
    from odoo.addons.queue_job.job import Job

    pending = [("state", "=", "pending"), ("model_name", "=", "edi.exchange.record")]
    for uuid in env["queue.job"].search(pending, order="id").mapped("uuid"):
        job = Job.load(env, uuid)
        job.set_started()
        job.store()
        env.cr.commit()
        job = Job.load(env, uuid)
        job.perform()
        job.set_done()
        job.store()
        env.flush_all()
        env.cr.commit()
    left = env["edi.exchange.record"].search([("edi_exchange_state", "!=", "input_processed")])
    if left:
        raise ValueError(f"not processed: {left[0].edi_exchange_state} {left[0].exchange_error}")
