# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Payment applications of 200 lines after ten years, against a young contract and the bill itself."""

from .row import Row
from .scene import Scene


def payments(scene: Scene) -> list[Row]:
    """A contract with 120 applications behind it, beside 49 others that have as many."""
    got = scene.server.run_code(
        "from construction_setup.benchmarks import payments_in_odoo\n"
        "answer = payments_in_odoo.measure(env)"
    )
    young = "a contract with one earlier application"
    return [
        *(
            Row(f"application_{step}", got[f"{step}_old"], "sheets/s", got[f"{step}_new"], young)
            for step in ("open", "fill", "submit")
        ),
        Row(
            "application_certify",
            got["certify_old"],
            "sheets/s",
            got["post_old"],
            "posting the bill of the same 200 lines",
        ),
        Row(
            "application_certify_growth", got["certify_old"], "sheets/s", got["certify_new"], young
        ),
    ]
