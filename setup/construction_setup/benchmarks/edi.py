# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Messages through the suite, against the same through OCA's EDI framework and its queue."""

from .row import Row
from .scene import Scene

OURS = 1000
THEIRS = 60


def drain_beside_edi(scene: Scene) -> list[Row]:
    """From the event to the committed timesheet line, one worker each."""
    measured = scene.server.run_code(
        "from construction_setup.benchmarks import edi_in_odoo\n"
        f"answer = edi_in_odoo.measure(env, {scene.made!r}, {OURS}, {THEIRS})"
    )
    return [
        Row(
            "drain_beside_edi",
            measured["suite"],
            "messages/s",
            measured["edi"],
            "edi_core_oca + edi_queue_oca, the same lines, one worker",
        )
    ]
