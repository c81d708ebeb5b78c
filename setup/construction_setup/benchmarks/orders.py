# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Confirming orders, against Odoo without the suite."""

from ..databases import PREFIX, Databases
from .row import Row
from .scene import Scene

PLAIN = f"{PREFIX}bench_plain"


def confirm_orders(scene: Scene) -> list[Row]:
    """A hundred orders of five coded lines: commitments, approvals and history with the suite."""
    databases = Databases(scene.server.source, scene.server.postgres)
    databases.clone(databases.dependencies(), PLAIN)
    try:
        got = scene.server.run_code(
            "from construction_setup.benchmarks import orders_in_odoo\n"
            f"answer = orders_in_odoo.measure(env, {PLAIN!r})"
        )
    finally:
        databases.drop(PLAIN)
    odoo = "Odoo without the suite"
    return [
        Row("confirm_orders", got["ours"], "orders/s", got["theirs"], odoo),
        Row(
            "confirm_orders_queries",
            round(1000 / got["our_queries"], 1),
            "orders/1,000 queries",
            round(1000 / got["their_queries"], 1),
            odoo,
        ),
    ]
