# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The parts of the benchmarks that run inside Odoo's shell."""

from datetime import datetime, timedelta
from typing import Any

from demo import school_job
from demo.client import OutsideSystem
from demo.seed import seed

from .row import rates
from .timesheets import Timesheets

CREW = 50
ENTITY = "BUILD"
COST_CODE = "03-300"
LOGIN = "bench"


def make(env) -> dict[str, Any]:
    """The demo's contractor with a job and a crew; returns what the benchmarks need of it."""
    keys = seed(env)["keys"]
    estimating = OutsideSystem("", "estimating", keys["estimating"], ENTITY)
    _take(env, [*school_job.cost_code_events(estimating), school_job.job_event(estimating)])
    _take(env, [school_job.estimate_event(estimating)])
    timekeeping = OutsideSystem("", "timekeeping", keys["timekeeping"], ENTITY)
    employees = [f"B-{number}" for number in range(CREW)]
    _take(env, [_employee_event(timekeeping, employee) for employee in employees])
    made = {
        "key": keys["timekeeping"],
        "bearer": _bearer(env),
        "entity": ENTITY,
        "job_code": school_job.JOB,
        "cost_code": COST_CODE,
        "employees": employees,
    }
    return {**made, "values": _line_values(env, Timesheets(made, "call").take(1))}


def apply_and_create(env, made: dict[str, Any], amount: int) -> dict[str, float]:
    """Lines per second of applying messages, and of the ORM's create of the same lines."""
    timesheets = Timesheets(made)
    worker = _service_env(env)
    rows: list[dict[str, Any]] = []

    def prepare(number: int) -> None:
        events = timesheets.take(amount)
        _accept(env, events)
        rows[:] = _line_values(env, events)

    def apply(number: int) -> None:
        _drain(env)

    def create(number: int) -> None:
        # the lines alone: without the ledger, which is projected before a commit
        worker["account.analytic.line"].create(rows)
        env.flush_all()
        env.cr.rollback()

    applied, created = rates(amount, apply, create, prepare=prepare)
    return {"apply": applied, "create": created}


def _take(env, events: list[dict]) -> None:
    """Receive and apply messages; each must be done afterwards."""
    _accept(env, events)
    _drain(env)


def _accept(env, events: list[dict]) -> None:
    system = _system(env, events[0]["source"])
    service = env(user=system.user_id.id, context={}, su=False)
    results = service["integration.message"]._accept(
        service["integration.system"]._current(), events
    )
    refused = [result for result in results if result.status != "accepted"]
    if refused:
        raise ValueError(f"not accepted: {refused[0]}")
    env.cr.commit()


def _drain(env) -> None:
    """Drain all lanes, a transaction each time, as the jobs do."""
    lanes = env["integration.lane"]
    while due := lanes._due_lanes():
        for lane, _since in due:
            lanes._drain(lane)
            env.cr.commit()
    left = env["integration.message"].search([("state", "!=", "done")], limit=1)
    if left:
        raise ValueError(f"not applied: {left.state} {left.reason_text}")


def _system(env, code: str):
    return env["integration.system"].search([("code", "=", code)])


def _company(env):
    entity = [("system_id.code", "=", "timekeeping"), ("code", "=", ENTITY)]
    return env["integration.system.entity"].search(entity).company_id


def _service_env(env):
    """The environment that a job applies messages in."""
    company = _company(env)
    context = {"tracking_disable": True, "allowed_company_ids": [company.id]}
    return env(user=_system(env, "timekeeping").user_id.id, context=context, su=False)


def _employee_event(system: OutsideSystem, employee: str) -> dict:
    data = {"employee_id": employee, "name": f"Crew {employee}", "hourly_cost": "50.00"}
    return system.event(f"employee-{employee}", "employee.upserted", data)


def _line_values(env, events: list[dict]) -> list[dict[str, Any]]:
    """What the timesheet lines of these events hold, as the ORM takes it."""
    company = _company(env)
    own = [("company_id", "=", company.id)]
    job = env["project.project"].search([*own, ("job_code", "=", school_job.JOB)])
    code = env["construction.cost.code"].search([*own, ("code", "=", COST_CODE)])
    labor = env.ref("construction_jobcost.cost_type_labor")
    employees = {employee.name: employee.id for employee in env["hr.employee"].search(own)}
    return [
        {
            "name": code.name,
            "date": event["data"]["date"],
            "project_id": job.id,
            "employee_id": employees[f"Crew {event['data']['employee_id']}"],
            "unit_amount": float(event["data"]["lines"][0]["hours"]),
            "company_id": company.id,
            "cost_code_id": code.id,
            "cost_type_id": labor.id,
        }
        for event in events
    ]


def _bearer(env) -> str:
    """An API key of a person who may enter everybody's hours."""
    groups = (
        "base.group_user",
        "hr_timesheet.group_timesheet_manager",
        "construction_jobcost.group_project_manager",
        "construction_jobcost.group_job_cost_all",
    )
    company = _company(env)
    user = env["res.users"].create(
        {
            "login": LOGIN,
            "name": "Benchmark",
            "company_id": company.id,
            "company_ids": [(6, 0, [company.id])],
            "group_ids": [(6, 0, [env.ref(group).id for group in groups])],
        }
    )
    keys = env["res.users.apikeys"].with_user(user).sudo()
    return keys._generate(None, "benchmark", datetime.now() + timedelta(days=1))
