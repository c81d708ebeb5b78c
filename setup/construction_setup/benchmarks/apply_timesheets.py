# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Applying timesheets, against the ORM's bulk create and against one call per line."""

from ..errors import SetupError
from .row import Row, rates
from .scene import Scene

AMOUNT = 1000
CALLS = 100


def apply_timesheets(scene: Scene) -> list[Row]:
    """A thousand one-line timesheets: received messages become lines and ledger entries."""
    measured = _in_odoo(scene)
    (by_call,) = rates(CALLS, lambda _: _calls(scene))
    ours, orm = measured["apply"], measured["create"]
    return [
        Row("apply_timesheets", ours, "lines/s", orm, "ORM bulk create of the same lines"),
        Row("apply_timesheets_calls", ours, "lines/s", by_call, "one /json/2 call per line"),
    ]


def _in_odoo(scene: Scene) -> dict[str, float]:
    """Both sides in one Odoo process, which is where a job runs them, too."""
    return scene.server.run_code(
        "from construction_setup.benchmarks import in_odoo\n"
        f"answer = in_odoo.apply_and_create(env, {scene.made!r}, {AMOUNT})"
    )


def _calls(scene: Scene) -> None:
    session = scene.session(scene.made["bearer"])
    for _ in range(CALLS):
        answer = session.post(
            f"{scene.server.url}/json/2/account.analytic.line/create",
            json={"vals_list": scene.made["values"]},
            timeout=60,
        )
        if answer.status_code != 200:
            raise SetupError(f"The server refused: {answer.status_code} {answer.text[:500]}")
